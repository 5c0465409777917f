namespace Murmuration.Agent.Models.Onnx;

/// <summary>The nodes and constants of a graph, added from the input on; every node reads what the last one wrote.
/// </summary>
internal sealed class OnnxGraph(string input)
{
    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _constants = [];

    /// <summary>Name of what the last node wrote.</summary>
    public string Current { get; set; } = input;

    /// <summary>The nodes in the order of their evaluation.</summary>
    public IReadOnlyList<ProtoMessage> Nodes => _nodes;

    /// <summary>The constants.</summary>
    public IReadOnlyList<ProtoMessage> Constants => _constants;

    /// <summary>Adds a constant of floats and returns its name.</summary>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        _constants.Add(OnnxMessages.Tensor(name, shape, values));
        return name;
    }

    /// <summary>Adds a constant float and returns its name.</summary>
    public string Number(float value) => Constant($"constant{_constants.Count}", [], [value]);

    /// <summary>Adds a constant list of integers and returns its name.</summary>
    public string Integers(params long[] values)
    {
        var name = $"constant{_constants.Count}";
        _constants.Add(OnnxMessages.Tensor(name, values));
        return name;
    }

    /// <summary>Adds a node that reads what the last one wrote.</summary>
    public void Then(string type, params ProtoMessage[] attributes) => Node(type, [Current], attributes);

    /// <summary>Adds a node that reads what the last one wrote and another value.</summary>
    public void Then(string type, string second, params ProtoMessage[] attributes) =>
        Node(type, [Current, second], attributes);

    /// <summary>Adds a node.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="attributes">Of the operator.</param>
    /// <param name="output">Name of what it writes; null for one of its own.</param>
    public void Node(
        string type, IEnumerable<string> inputs, IEnumerable<ProtoMessage> attributes, string? output = null)
    {
        Current = output ?? $"value{_nodes.Count}";
        _nodes.Add(OnnxMessages.Node(type, $"{type}{_nodes.Count}", inputs, Current, attributes));
    }
}
