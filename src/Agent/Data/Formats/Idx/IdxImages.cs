using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data.Formats.Idx;

/// <summary>Images and their labels, row for row.</summary>
/// <param name="Header">What the file of the images says.</param>
/// <param name="Inputs">The images.</param>
/// <param name="LabelsPath">The file of the labels.</param>
/// <param name="Labels">The labels.</param>
internal sealed record IdxImages(IdxHeader Header, InputStore Inputs, string LabelsPath, byte[] Labels)
{
    /// <summary>The set.</summary>
    public Dataset ToDataset(int classCount) => Dataset.ForClasses(
        Inputs, Array.ConvertAll(Labels, label => (int)label), classCount, image: Header.Image);
}
