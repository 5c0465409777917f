"""Partial linearization by NumPy, in float32 with its systems in float64, as our solvers do, or all in float64.

A line "float32|float64 formed|dual|kernel squared|softmax INPUTS HIDDEN OUTPUTS ROWS STEPS": so many Newton steps of
argmin_v s sum loss(f + J (v - w)) + tau/2 |v - w|^2 at random weights of a tanh network. "dual" forms G = B'J and G G',
"kernel" forms G G' without J. The answer: seconds, and the norm of v - w.
"""
import sys
import time

import numpy as np

TAU = 0.2
print(f"ready NumPy {np.__version__}", flush=True)


def problem(kind, inputs, hidden, outputs, rows):
    random = np.random.default_rng(1)
    uniform = lambda shape, bound: random.uniform(-bound, bound, shape).astype(np.float32)
    x = random.random((rows, inputs), dtype=np.float32)
    d = np.eye(outputs, dtype=np.float32)[random.integers(outputs, size=rows)]
    first, last = (6 / (inputs + hidden)) ** 0.5, (6 / (hidden + outputs)) ** 0.5
    weights = [uniform((hidden, inputs), first), np.zeros(hidden, np.float32),
               uniform((outputs, hidden), last), np.zeros(outputs, np.float32)]
    return [w.astype(kind) for w in weights], x.astype(kind), d.astype(kind)


def jacobian(weights, x):
    """f and J, the latter (samples·outputs) × weights."""
    w1, b1, w2, b2 = weights
    rows, outputs = len(x), len(w2)
    h = np.tanh(x @ w1.T + b1)
    back = w2[None] * (1 - h ** 2)[:, None, :]                       # samples × outputs × hidden
    j = np.empty((rows, outputs, sum(w.size for w in weights)), x.dtype)
    a, b, c = w1.size, w1.size + b1.size, w1.size + b1.size + w2.size
    np.multiply(back[..., None], x[:, None, None, :], out=j[:, :, :a].reshape(rows, outputs, *w1.shape))
    j[:, :, a:b] = back
    tail = j[:, :, b:c].reshape(rows, outputs, outputs, -1)
    tail[...] = 0
    j[:, :, c:] = np.eye(outputs)
    for o in range(outputs):
        j[:, o, b + o * h.shape[1]:b + (o + 1) * h.shape[1]] = h
    return h @ w2.T + b2, j


def solve(kind, loss, weights, x, d, steps):
    f, j = jacobian(weights, x)
    rows, outputs, count = j.shape
    flat, scale = j.reshape(rows * outputs, count), x.dtype.type(1 / rows)
    tau = x.dtype.type(TAU)
    v = np.zeros(count, x.dtype)
    for _ in range(steps):
        lin = f + (flat @ v).reshape(f.shape)
        if loss == "squared":
            slope, curved, factor = 2 * (lin - d), flat, 2 * scale
        else:
            e = np.exp(lin - lin.max(1, keepdims=True))
            p = e / e.sum(1, keepdims=True)
            mean = np.matmul(p[:, None, :], j)                       # B'J with B = (I - p 1') diag(sqrt p)
            slope, curved, factor = p - d, (np.sqrt(p)[..., None] * (j - mean)).reshape(flat.shape), scale
        gradient = scale * (flat.T @ slope.ravel()) + tau * v
        if kind == "formed":
            h = (factor * (curved.T @ curved)).astype(np.float64)
            h[np.diag_indices(count)] += TAU
            v = v - np.linalg.solve(h, gradient.astype(np.float64)).astype(x.dtype)
        else:
            h = (curved @ curved.T).astype(np.float64)
            h[np.diag_indices(rows * outputs)] += TAU / factor
            inner = np.linalg.solve(h, (curved @ gradient).astype(np.float64)).astype(x.dtype)
            v = v - (gradient - curved.T @ inner) / tau
    return float(np.linalg.norm(v))


def kernel_solve(kind, loss, weights, x, d, steps):
    """The dual system as the sum of (D D') * (X X' + 1) over the layers, its products by sweeps."""
    w1, b1, w2, b2 = weights
    rows, outputs = len(x), len(w2)
    h = np.tanh(x @ w1.T + b1)
    slope_h, f, scale, tau = 1 - h ** 2, h @ w2.T + b2, x.dtype.type(1 / rows), x.dtype.type(TAU)
    kernels = [x @ x.T + 1, h @ h.T + 1]
    cuts = np.cumsum([w1.size, b1.size, w2.size])
    v = np.zeros(cuts[-1] + b2.size, x.dtype)

    def forward(step):
        s1, c1, s2, c2 = np.split(step, cuts)
        return h @ s2.reshape(w2.shape).T + c2 + ((x @ s1.reshape(w1.shape).T + c1) * slope_h) @ w2.T

    def backward(slopes):
        hidden = (slopes @ w2) * slope_h
        return np.concatenate([(hidden.T @ x).ravel(), hidden.sum(0), (slopes.T @ h).ravel(), slopes.sum(0)])

    for _ in range(steps):
        lin = f + forward(v)
        if loss == "squared":
            slope, factor = 2 * (lin - d), 2 * scale
            root = np.broadcast_to(np.eye(outputs, dtype=x.dtype), (rows, outputs, outputs))
        else:
            e = np.exp(lin - lin.max(1, keepdims=True))
            p = e / e.sum(1, keepdims=True)
            slope, factor = p - d, scale
            root = (np.eye(outputs, dtype=x.dtype) - p[:, :, None]) * np.sqrt(p)[:, None, :]
        last = np.ascontiguousarray(root.transpose(2, 0, 1))             # outputs × samples × outputs
        h64 = np.zeros((outputs, rows, outputs, rows), x.dtype)
        for delta, kernel in zip([(last @ w2) * slope_h, last], kernels):
            flat = delta.reshape(outputs * rows, -1)
            h64 += (flat @ flat.T).reshape(h64.shape) * kernel[:, None, :]
        h64 = h64.reshape(outputs * rows, -1).astype(np.float64)
        h64[np.diag_indices(outputs * rows)] += TAU / factor
        gradient = scale * backward(slope) + tau * v
        right = np.einsum("sio,si->os", root, forward(gradient)).ravel()
        inner = np.linalg.solve(h64, right.astype(np.float64)).astype(x.dtype).reshape(outputs, rows)
        v = v - (gradient - backward(np.einsum("sio,os->si", root, inner))) / tau
    return float(np.linalg.norm(v))


problems = {}
for line in sys.stdin:
    dtype, kind, loss, *sizes, steps = line.split()
    key = (np.dtype(dtype), *map(int, sizes))
    if key not in problems:
        problems[key] = problem(*key)
    start = time.perf_counter()
    norm = (kernel_solve if kind == "kernel" else solve)(kind, loss, *problems[key], int(steps))
    print(time.perf_counter() - start, norm, flush=True)
