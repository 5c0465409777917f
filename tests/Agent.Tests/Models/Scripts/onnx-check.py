"""Checks ONNX files with the onnx package, evaluates them by plain loops straight from the operators' definitions, and
prints their outputs. Argument: a JSON file that lists models, each with float32 rows and the shape of its input."""
import json
import sys

import numpy as np
import onnx
from onnx import numpy_helper


def windows(x, kernel, strides, pads, fill):
    """x padded, and for every position the part under the window."""
    x = np.pad(x, ((0, 0), (0, 0), (pads[0], pads[2]), (pads[1], pads[3])), constant_values=fill)
    height, width = ((x.shape[2 + k] - kernel[k]) // strides[k] + 1 for k in range(2))
    for i in range(height):
        for j in range(width):
            top, left = i * strides[0], j * strides[1]
            yield i, j, x[:, :, top:top + kernel[0], left:left + kernel[1]], (height, width)


def slide(x, channels, fill, value, kernel_shape, strides, pads):
    result = None
    for i, j, part, size in windows(x, kernel_shape, strides, pads, fill):
        result = np.zeros((len(x), channels, *size)) if result is None else result
        result[:, :, i, j] = value(part)
    return result


def conv(x, w, b, **a):
    return slide(x, len(w), 0, lambda part: np.einsum("nchw,ochw->no", part, w) + b, **a)


def pool(x, mean, **a):
    return slide(x, x.shape[1], np.nan, lambda part: mean(part, axis=(2, 3)), **a)


def instance_norm(x, scale, bias, epsilon):
    axes = tuple(range(2, x.ndim))
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    shape = (1, -1) + (1,) * (x.ndim - 2)
    return scale.reshape(shape) * (x - mean) / np.sqrt(variance + epsilon) + bias.reshape(shape)


def softmax(x, axis):
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def cut(x, starts, ends, axes):
    place = [slice(None)] * x.ndim
    for start, end, axis in zip(starts, ends, axes):
        place[axis] = slice(start, end)
    return x[tuple(place)]


OPERATORS = {
    "Add": lambda x, y: x + y,
    "Sub": lambda x, y: x - y,
    "Mul": lambda x, y: x * y,
    "Neg": lambda x: -x,
    "Identity": lambda x: x,
    "Relu": lambda x: np.maximum(x, 0),
    "Tanh": np.tanh,
    "Sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Softplus": lambda x: np.log1p(np.exp(x)),
    "Gemm": lambda x, w, b, transB: x @ (w.T if transB else w) + b,
    "Flatten": lambda x, axis: x.reshape(int(np.prod(x.shape[:axis])), -1),
    "Reshape": lambda x, shape: x.reshape([x.shape[k] if n == 0 else n for k, n in enumerate(shape)]),
    "Conv": conv,
    "MaxPool": lambda x, **a: pool(x, np.nanmax, **a),
    "AveragePool": lambda x, count_include_pad, **a: pool(x, np.nanmean if count_include_pad == 0 else np.mean, **a),
    "InstanceNormalization": instance_norm,
    "Slice": cut,
    "Softmax": softmax,
    "ArgMax": lambda x, axis, keepdims: x.argmax(axis),
    "Greater": lambda x, y: x > y,
    "Cast": lambda x, to: x.astype(onnx.mapping.TENSOR_TYPE_TO_NP_TYPE[to]),
    "Squeeze": lambda x, axes: np.squeeze(x, tuple(axes)),
    "Concat": lambda *x, axis: np.concatenate(x, axis),
}


def read(path, rows, shape):
    onnx.checker.check_model(path, full_check=True)
    model = onnx.load(path)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    values = {tensor.name: numpy_helper.to_array(tensor).astype(
        np.int64 if tensor.data_type == onnx.TensorProto.INT64 else np.float64) for tensor in model.graph.initializer}
    values["input"] = np.fromfile(rows, "<f4").reshape(shape).astype(np.float64)
    for node in model.graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        inputs = [values[name] for name in node.input]
        values[node.output[0]] = OPERATORS[node.op_type](*inputs, **attributes)
    outputs = {output.name: values[output.name].ravel().tolist() for output in model.graph.output}
    properties = {text.key: text.value for text in model.metadata_props}
    return {"outputs": outputs, "properties": properties, "ir": model.ir_version, "opset": model.opset_import[0].version}


print(json.dumps([read(**case) for case in json.load(open(sys.argv[1]))]))
