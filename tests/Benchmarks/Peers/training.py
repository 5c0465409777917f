"""Trains the 784-300-10 tanh network on MNIST with PyTorch, one process per agent on a ring with weights 1/3.

Run under mpirun with one process per agent. Rank 0 prints one JSON object: the first round, the seconds of training
(without evaluations) and the bytes sent by each agent until every agent's test accuracy reaches the target.
"""
import argparse
import gzip
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True, help="folder with the four IDX files of MNIST")
parser.add_argument("--links", choices=["gloo", "mpi", "bluefog"], required=True)
parser.add_argument("--algorithm", choices=["dsgd", "tracking", "kgt"], required=True)
parser.add_argument("--split", choices=["even", "label"], required=True)
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--step", type=float, default=0.2)
parser.add_argument("--local-steps", type=int, default=1)
parser.add_argument("--rounds", type=int, default=3000)
parser.add_argument("--every", type=int, default=50)
parser.add_argument("--target", type=float, default=0.97)
options = parser.parse_args()
torch.set_num_threads(1)


def read(name):
    with gzip.open(os.path.join(options.data, name), "rb") as file:
        content = file.read()
    dimensions = [int.from_bytes(content[4 + 4 * i:8 + 4 * i], "big") for i in range(content[3])]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(dimensions)).reshape(dimensions)


class MpiLinks:
    def __init__(self):
        from mpi4py import MPI
        self.mpi, self.comm = MPI, MPI.COMM_WORLD
        self.rank, self.size = self.comm.Get_rank(), self.comm.Get_size()
        self.room = None

    def mix(self, vector):
        left, right = (self.rank - 1) % self.size, (self.rank + 1) % self.size
        if self.room is None:
            self.room = [torch.empty_like(vector), torch.empty_like(vector)]
        self.exchange(vector, left, right)
        vector.add_(self.room[0]).add_(self.room[1]).mul_(1 / 3)

    def exchange(self, vector, left, right):
        waits = [self.comm.Irecv(self.room[0].numpy(), left), self.comm.Irecv(self.room[1].numpy(), right),
                 self.comm.Isend(vector.numpy(), left), self.comm.Isend(vector.numpy(), right)]
        self.mpi.Request.Waitall(waits)

    def lowest(self, number):
        return self.comm.allreduce(number, op=self.mpi.MIN)


class GlooLinks(MpiLinks):
    def __init__(self):
        super().__init__()
        import torch.distributed as dist
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", "29517")
        dist.init_process_group("gloo", rank=self.rank, world_size=self.size)
        self.dist = dist

    def exchange(self, vector, left, right):
        waits = [self.dist.irecv(self.room[0], left), self.dist.irecv(self.room[1], right),
                 self.dist.isend(vector, left), self.dist.isend(vector, right)]
        for wait in waits:
            wait.wait()


class BluefogLinks:
    def __init__(self):
        import bluefog.torch as bf
        from bluefog.common import topology_util
        bf.init()
        bf.set_topology(topology_util.RingGraph(bf.size()))
        self.bf, self.rank, self.size = bf, bf.rank(), bf.size()

    def mix(self, vector):
        vector.copy_(self.bf.neighbor_allreduce(vector))

    def lowest(self, number):
        return -self.bf.allgather(torch.tensor([-number])).max().item()


links = {"gloo": GlooLinks, "mpi": MpiLinks, "bluefog": BluefogLinks}[options.links]()
rank, size = links.rank, links.size

images = torch.from_numpy(read("train-images-idx3-ubyte.gz").astype(np.float32).reshape(-1, 784) / 255)
labels = torch.from_numpy(read("train-labels-idx1-ubyte.gz").astype(np.int64))
test_images = torch.from_numpy(read("t10k-images-idx3-ubyte.gz").astype(np.float32).reshape(-1, 784) / 255)
test_labels = torch.from_numpy(read("t10k-labels-idx1-ubyte.gz").astype(np.int64))
mean, deviation = images.mean(0), images.var(0, unbiased=False).mean().sqrt()
images, test_images = (images - mean) / deviation, (test_images - mean) / deviation
order = np.argsort(labels.numpy(), kind="stable") if options.split == "label" \
    else np.random.default_rng(7).permutation(len(labels))
own = torch.from_numpy(order.reshape(size, -1)[rank].copy())
rows, row_labels = images[own], labels[own]
del images, labels

shapes = [(300, 784), (300,), (10, 300), (10,)]
counts = [int(np.prod(shape)) for shape in shapes]
length = sum(counts)


def views(vector):
    return [part.view(shape) for part, shape in zip(vector.split(counts), shapes)]


message = torch.zeros(2 * length)
weights, tracker = message[:length], message[length:]
gradient = torch.zeros(length)
torch.manual_seed(1)
for view in views(weights):
    if view.dim() == 2:
        torch.nn.init.xavier_normal_(view)
parameters = [view.clone().requires_grad_() for view in views(weights)]


def bind(vector):
    for parameter, view in zip(parameters, views(vector)):
        parameter.data = view


for parameter, view in zip(parameters, views(gradient)):
    parameter.grad = view


def predict(inputs):
    hidden = torch.tanh(F.linear(inputs, parameters[0], parameters[1]))
    return F.linear(hidden, parameters[2], parameters[3])


draw = torch.Generator().manual_seed(100 + rank)


def differentiate(vector):
    """Writes the gradient of a minibatch at the given weights into `gradient`."""
    bind(vector)
    batch = torch.randint(len(rows), (options.batch,), generator=draw)
    gradient.zero_()
    F.cross_entropy(predict(rows[batch]), row_labels[batch]).backward()


def accuracy():
    bind(weights)
    with torch.no_grad():
        return (predict(test_images).argmax(1) == test_labels).float().mean().item()


def decentralized_sgd():
    for _ in range(options.local_steps):
        differentiate(weights)
        weights.sub_(gradient, alpha=options.step)
    links.mix(weights)


def gradient_tracking():
    weights.sub_(tracker, alpha=options.step)
    links.mix(message)
    previous.copy_(gradient)
    differentiate(weights)
    tracker.add_(gradient).sub_(previous)


def k_gt():
    way = options.local_steps * options.step
    point.copy_(weights)
    for _ in range(options.local_steps):
        differentiate(point)
        point.sub_(gradient.add_(correction), alpha=options.step)
    torch.sub(weights, point, out=tracker).div_(way)
    correction.sub_(tracker)
    weights.copy_(point)
    links.mix(message)
    correction.add_(tracker)


previous, point, correction = torch.zeros(length), torch.zeros(length), torch.zeros(length)
if options.algorithm == "tracking":
    differentiate(weights)
    tracker.copy_(gradient)
step = {"dsgd": decentralized_sgd, "tracking": gradient_tracking, "kgt": k_gt}[options.algorithm]
sent = 4 * 2 * (length if options.algorithm == "dsgd" else 2 * length)

seconds, hit, worst = 0.0, None, 0.0
links.lowest(0.0)
for done in range(0, options.rounds, options.every):
    start = time.perf_counter()
    for _ in range(options.every):
        step()
    links.lowest(0.0)
    seconds += time.perf_counter() - start
    worst = links.lowest(accuracy())
    if worst >= options.target:
        hit = done + options.every
        break
if rank == 0:
    total = hit or options.rounds
    print(json.dumps({"reached": hit is not None, "rounds": total, "seconds": seconds, "bytes": sent * total,
                      "worst": worst}), flush=True)
