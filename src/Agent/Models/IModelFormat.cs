namespace Murmuration.Agent.Models;

/// <summary>A form in which a trained model leaves the project.</summary>
internal interface IModelFormat
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>How the names of its files end, with the dot.</summary>
    string Extension { get; }

    /// <summary>Writes the model.</summary>
    /// <exception cref="Checkpoints.CheckpointException">The format cannot hold it; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Write(string path, TrainedModel trained);
}
