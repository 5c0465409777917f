"""One exchange round of 8 processes on a ring, each with a peer's own primitive: send, receive, mix with weights 1/3.

exchange.py mpi4py|bluefog|gloo: starts the processes and says "ready NAME"; for each line "FLOATS ROUNDS" it answers
with the seconds of one round. Between measurements the processes are stopped, because some of them spin while they wait.
"""
import os
import signal
import socket
import subprocess
import sys
import time

AGENTS = 8


def launch(peer):
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", OMPI_ALLOW_RUN_AS_ROOT="1",
                       OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", PYTHONWARNINGS="ignore")
    me = [sys.executable, os.path.abspath(__file__), peer, "agent"]
    if peer == "gloo":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            environment["MASTER_PORT"] = str(free.getsockname()[1])
        environment.update(MASTER_ADDR="127.0.0.1", WORLD_SIZE=str(AGENTS), GLOO_SOCKET_IFNAME="lo")
        for rank in range(1, AGENTS):
            subprocess.Popen(me, env=dict(environment, RANK=str(rank)), stdin=subprocess.DEVNULL)
        first = subprocess.Popen(me, env=dict(environment, RANK="0"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 text=True, bufsize=1)
    else:
        command = ["mpirun", "-np", str(AGENTS), "--oversubscribe", "--allow-run-as-root", "--mca", "pml", "ob1",
                   "--mca", "btl", "self,vader"] + me
        first = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                 bufsize=1)
    hello = first.stdout.readline().split()
    while hello and hello[0] != "ready":
        hello = first.stdout.readline().split()
    if not hello:
        sys.exit(first.wait() or 1)
    pids = [int(pid) for pid in hello[-AGENTS:]]
    tell_all(pids, signal.SIGSTOP)
    print(" ".join(hello[:-AGENTS]), flush=True)
    for line in sys.stdin:
        tell_all(pids, signal.SIGCONT)
        first.stdin.write(line)
        print(first.stdout.readline(), end="", flush=True)
        tell_all(pids, signal.SIGSTOP)
    tell_all(pids, signal.SIGCONT)
    tell_all(pids, signal.SIGTERM)


def tell_all(pids, what):
    for pid in pids:
        os.kill(pid, what)


class Mpi4py:
    def __init__(self):
        import mpi4py
        import numpy
        from mpi4py import MPI
        self.np, self.mpi, self.world = numpy, MPI, MPI.COMM_WORLD
        self.rank = self.world.Get_rank()
        self.name = f"mpi4py {mpi4py.__version__}"

    def all(self, value):
        return self.world.allgather(value)

    def prepare(self, floats):
        np = self.np
        self.own, self.mixed = np.ones(floats, np.float32), np.empty(floats, np.float32)
        self.left, self.right = np.empty(floats, np.float32), np.empty(floats, np.float32)

    def round(self):
        before, after = (self.rank - 1) % AGENTS, (self.rank + 1) % AGENTS
        world = self.world
        self.mpi.Request.Waitall([
            world.Irecv(self.left, before), world.Irecv(self.right, after),
            world.Isend(self.own, before), world.Isend(self.own, after)])
        self.np.add(self.own, self.left, out=self.mixed)
        self.mixed += self.right
        self.mixed *= self.np.float32(1 / 3)


class BlueFog:
    def __init__(self):
        import bluefog
        import bluefog.torch as bf
        import torch
        from bluefog.common import topology_util
        torch.set_num_threads(1)
        bf.init()
        bf.set_topology(topology_util.RingGraph(AGENTS))
        self.torch, self.bf, self.rank = torch, bf, bf.rank()
        self.name = f"BlueFog {bluefog.__version__}"

    def all(self, value):
        return [int(v) for v in self.bf.allgather(self.torch.tensor([float(value)], dtype=self.torch.float64))]

    def prepare(self, floats):
        self.own = self.torch.ones(floats)
        self.label = f"x{floats}"

    def round(self):
        self.mixed = self.bf.neighbor_allreduce(self.own, name=self.label)


class Gloo:
    def __init__(self):
        import torch
        import torch.distributed as dist
        torch.set_num_threads(1)
        dist.init_process_group("gloo")
        self.torch, self.dist, self.rank = torch, dist, dist.get_rank()
        self.name = f"gloo of PyTorch {torch.__version__.split('a')[0]}"

    def all(self, value):
        values = [self.torch.zeros(1, dtype=self.torch.int64) for _ in range(AGENTS)]
        self.dist.all_gather(values, self.torch.tensor([value]))
        return [int(v) for v in values]

    def prepare(self, floats):
        self.own, self.mixed = self.torch.ones(floats), self.torch.empty(floats)
        self.left, self.right = self.torch.empty(floats), self.torch.empty(floats)

    def round(self):
        before, after = (self.rank - 1) % AGENTS, (self.rank + 1) % AGENTS
        dist = self.dist
        for request in [dist.irecv(self.left, before), dist.irecv(self.right, after),
                        dist.isend(self.own, before), dist.isend(self.own, after)]:
            request.wait()
        self.torch.add(self.own, self.left, out=self.mixed).add_(self.right).mul_(1 / 3)


def take_part(peer):
    agent = {"mpi4py": Mpi4py, "bluefog": BlueFog, "gloo": Gloo}[peer]()
    pids = agent.all(os.getpid())
    if agent.rank == 0:
        print("ready", agent.name, *pids, flush=True)
    while True:
        floats, rounds = map(int, sys.stdin.readline().split()) if agent.rank == 0 else (0, 0)
        floats, rounds = agent.all(floats)[0], agent.all(rounds)[0]
        agent.prepare(floats)
        agent.round()
        agent.all(0)
        start = time.perf_counter()
        for _ in range(rounds):
            agent.round()
        agent.all(0)
        if agent.rank == 0:
            print((time.perf_counter() - start) / rounds, flush=True)


if __name__ == "__main__":
    if sys.argv[2:] == ["agent"]:
        take_part(sys.argv[1])
    else:
        launch(sys.argv[1])
