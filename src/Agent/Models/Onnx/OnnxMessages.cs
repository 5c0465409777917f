using System.Runtime.InteropServices;

namespace Murmuration.Agent.Models.Onnx;

/// <summary>
/// The messages of an ONNX file (onnx.ai, IR version 8), as far as inference graphs of this project need them; the
/// numbers are those of the fields in the specification.
/// </summary>
internal static class OnnxMessages
{
    /// <summary>Version of the file's structure.</summary>
    public const int IrVersion = 8;

    /// <summary>Version of the operators, those of <c>ai.onnx</c>.</summary>
    public const int Opset = 17;

    /// <summary>Type float32 of a tensor.</summary>
    public const int Float = 1;

    /// <summary>Type int64 of a tensor.</summary>
    public const int Integer = 7;

    /// <summary>
    /// An attribute that is a whole number. AttributeProto: name 1, f 2, i 3, ints 8, type 20 (1, 2 or 7).
    /// </summary>
    public static ProtoMessage Whole(string name, long value) =>
        new ProtoMessage().Add(1, name).Add(3, value).Add(20, 2);

    /// <summary>An attribute that is a float.</summary>
    public static ProtoMessage Real(string name, float value) =>
        new ProtoMessage().Add(1, name).Add(2, value).Add(20, 1);

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static ProtoMessage Wholes(string name, params int[] values) =>
        new ProtoMessage().Add(1, name).AddAll(values, (attribute, value) => attribute.Add(8, value)).Add(20, 7);

    /// <summary>NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.</summary>
    public static ProtoMessage Node(
        string type, string name, IEnumerable<string> inputs, string output, IEnumerable<ProtoMessage> attributes) =>
        new ProtoMessage()
            .AddAll(inputs, (node, input) => node.Add(1, input))
            .Add(2, output)
            .Add(3, name)
            .Add(4, type)
            .AddAll(attributes, (node, attribute) => node.Add(5, attribute));

    /// <summary>TensorProto: dims 1, data_type 2, name 8, raw_data 9 (little-endian).</summary>
    public static ProtoMessage Tensor(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values) =>
        Tensor(name, shape, Float, MemoryMarshal.AsBytes(values));

    /// <summary>A list of int64.</summary>
    public static ProtoMessage Tensor(string name, ReadOnlySpan<long> values) =>
        Tensor(name, [values.Length], Integer, MemoryMarshal.AsBytes(values));

    /// <summary>
    /// ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; Tensor: elem_type 1, shape 2; TensorShapeProto: dim 1;
    /// Dimension: dim_value 1, dim_param 2. The first dimension is the batch.
    /// </summary>
    public static ProtoMessage Value(string name, int type, params int[] shape)
    {
        var extents = new ProtoMessage()
            .Add(1, new ProtoMessage().Add(2, "batch"))
            .AddAll(shape, (all, extent) => all.Add(1, new ProtoMessage().Add(1, extent)));
        var tensor = new ProtoMessage().Add(1, type).Add(2, extents);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }

    /// <summary>GraphProto: node 1, name 2, initializer 5, input 11, output 12.</summary>
    public static ProtoMessage Graph(
        string name,
        IEnumerable<ProtoMessage> nodes,
        IEnumerable<ProtoMessage> initializers,
        ProtoMessage input,
        IEnumerable<ProtoMessage> outputs) =>
        new ProtoMessage()
            .AddAll(nodes, (graph, node) => graph.Add(1, node))
            .Add(2, name)
            .AddAll(initializers, (graph, tensor) => graph.Add(5, tensor))
            .Add(11, input)
            .AddAll(outputs, (graph, output) => graph.Add(12, output));

    /// <summary>
    /// ModelProto: ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8, metadata_props 14;
    /// OperatorSetIdProto: version 2; StringStringEntryProto: key 1, value 2.
    /// </summary>
    public static ProtoMessage Model(
        string producerVersion, ProtoMessage graph, IEnumerable<KeyValuePair<string, string>> properties) =>
        new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "murmuration")
            .Add(3, producerVersion)
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(2, Opset))
            .AddAll(properties, (model, text) =>
                model.Add(14, new ProtoMessage().Add(1, text.Key).Add(2, text.Value)));

    private static ProtoMessage Tensor(string name, IReadOnlyList<int> shape, int type, ReadOnlySpan<byte> values) =>
        new ProtoMessage()
            .AddAll(shape, (tensor, extent) => tensor.Add(1, extent))
            .Add(2, type)
            .Add(8, name)
            .Add(9, LittleEndian(values, type == Float ? sizeof(float) : sizeof(long)));

    private static ReadOnlyMemory<byte> LittleEndian(ReadOnlySpan<byte> values, int width)
    {
        var bytes = values.ToArray();
        for (var start = 0; start < bytes.Length && !BitConverter.IsLittleEndian; start += width)
        {
            Array.Reverse(bytes, start, width);
        }

        return bytes;
    }
}
