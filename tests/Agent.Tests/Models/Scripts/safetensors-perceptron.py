"""Reads an exported safetensors file by the format's definition alone, evaluates the dense layers with tanh that it holds
on rows as they stand in a file, and prints the outputs in their own units. Arguments: the file, float32 rows."""
import json
import struct
import sys

import numpy as np


def read(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header, rest = json.loads(data[8:8 + length]), data[8 + length:]
    metadata = header.pop("__metadata__")
    assert all(tensor["dtype"] == "F32" for tensor in header.values())
    assert sum(tensor["data_offsets"][1] - tensor["data_offsets"][0] for tensor in header.values()) == len(rest)
    return metadata, {name: np.frombuffer(rest[slice(*tensor["data_offsets"])], "<f4").reshape(tensor["shape"])
                      for name, tensor in header.items()}


def main(path, rows):
    metadata, tensors = read(path)
    x = np.fromfile(rows, "<f4").reshape(-1, len(tensors["scale.input.offset"]))
    x = (x - tensors["scale.input.offset"]) * tensors["scale.input.factor"]
    layers = sorted({int(name.split(".")[0]) for name in tensors if name[0].isdigit()})
    for layer in layers:
        x = x @ tensors[f"{layer}.weight"].T + tensors[f"{layer}.bias"]
        x = np.tanh(x) if layer != layers[-1] else x
    if "scale.output.factor" in tensors:
        x = x * tensors["scale.output.factor"] + tensors["scale.output.offset"]
    print(json.dumps({"metadata": metadata, "outputs": x.ravel().tolist()}))


main(*sys.argv[1:])
