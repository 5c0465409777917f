"""Gradients by PyTorch: lines "mlp BATCH REPEATS" and "lenet ACTIVATION BATCH REPEATS"; threads are its environment's."""
import os
import sys
import time

import torch
from torch import nn

threads = int(os.environ["OMP_NUM_THREADS"])
torch.set_num_threads(threads)
torch.manual_seed(1)
print(f"ready PyTorch {torch.__version__}", flush=True)


def lenet(activation):
    act = {"relu": nn.ReLU, "tanh": nn.Tanh}[activation]
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.MaxPool2d(2), act(), nn.Conv2d(6, 16, 5), nn.MaxPool2d(2), act(),
        nn.Flatten(), nn.Linear(400, 120), act(), nn.Linear(120, 84), act(), nn.Linear(84, 10))


def problem(words):
    if words[0] == "mlp":
        model, shape = nn.Sequential(nn.Linear(784, 300), nn.Tanh(), nn.Linear(300, 10)), (int(words[1]), 784)
    else:
        model, shape = lenet(words[1]), (int(words[2]), 1, 28, 28)
    return model, torch.rand(shape), torch.randint(10, shape[:1])


problems = {}
loss = nn.CrossEntropyLoss()
for line in sys.stdin:
    words = line.split()
    key = " ".join(words[:-1])
    if key not in problems:
        problems[key] = problem(words)
    model, inputs, labels = problems[key]
    repeats = int(words[-1])
    start = None
    for k in range(-1, repeats):
        if k == 0:
            start = time.perf_counter()
        for p in model.parameters():
            p.grad = None
        loss(model(inputs), labels).backward()
    print((time.perf_counter() - start) / repeats, flush=True)
