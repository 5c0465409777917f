"""One exchange round of 8 processes on a ring, each with a peer's own primitive: send, receive, mix with weights 1/3.

exchange.py mpi4py|bluefog|gloo: starts the processes and says "ready NAME"; for each line "FLOATS ROUNDS" it answers
with the seconds of one round. Between measurements the processes look for a file with the next line, because what their
libraries wait with may spin. BlueFog, whose threads always do, is started anew for every line.
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

AGENTS = 8


def launch(peer):
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", OMPI_ALLOW_RUN_AS_ROOT="1",
                       OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", PYTHONWARNINGS="ignore")
    me = [sys.executable, os.path.abspath(__file__), peer]
    agents, folder = start(peer, environment, me)
    print(await_hello(agents), end="", flush=True)
    number = 0
    for line in sys.stdin:
        if agents is None:
            agents, folder = start(peer, environment, me)
            await_hello(agents)
        command(folder, number, line)
        print(agents.stdout.readline(), end="", flush=True)
        number += 1
        if peer == "bluefog":
            end(agents, folder, number)
            agents, number = None, 0
    if agents is not None:
        end(agents, folder, number)


def await_hello(agents):
    hello = agents.stdout.readline()
    while hello and not hello.startswith("ready "):
        hello = agents.stdout.readline()
    if not hello:
        sys.exit(agents.wait() or 1)
    return hello


def end(agents, folder, number):
    command(folder, number, "0 0")
    agents.wait(10)
    shutil.rmtree(folder)


def start(peer, environment, me):
    folder = tempfile.mkdtemp()
    me = me + [folder]
    if peer != "gloo":
        me = ["mpirun", "-np", str(AGENTS), "--oversubscribe", "--allow-run-as-root", "--mca", "pml", "ob1",
              "--mca", "btl", "self,vader"] + me
    else:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            environment["MASTER_PORT"] = str(free.getsockname()[1])
        environment.update(MASTER_ADDR="127.0.0.1", WORLD_SIZE=str(AGENTS), GLOO_SOCKET_IFNAME="lo", RANK="0")
        for rank in range(1, AGENTS):
            subprocess.Popen(me, env=dict(environment, RANK=str(rank)), stdin=subprocess.DEVNULL)
    agents = subprocess.Popen(
        me, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, bufsize=1)
    return agents, folder


def command(folder, number, line):
    path = os.path.join(folder, str(number))
    with open(path + ".new", "w") as file:
        file.write(line)
    os.replace(path + ".new", path)


def await_command(folder, number):
    path = os.path.join(folder, str(number))
    while os.path.isdir(folder):
        if os.path.exists(path):
            with open(path) as file:
                return map(int, file.read().split())
        time.sleep(0.003)
    return 0, 0


class Mpi4py:
    def __init__(self):
        import mpi4py
        import numpy
        from mpi4py import MPI
        self.np, self.mpi, self.world = numpy, MPI, MPI.COMM_WORLD
        self.rank = self.world.Get_rank()
        self.name = f"mpi4py {mpi4py.__version__}"

    def meet(self):
        self.world.Barrier()

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

    def meet(self):
        self.bf.barrier()

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

    def meet(self):
        self.dist.barrier()

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


def take_part(peer, folder):
    agent = {"mpi4py": Mpi4py, "bluefog": BlueFog, "gloo": Gloo}[peer]()
    agent.meet()
    if agent.rank == 0:
        print("ready", agent.name, flush=True)
    for number in range(1 << 30):
        floats, rounds = await_command(folder, number)
        if rounds == 0:
            return
        agent.prepare(floats)
        agent.round()
        agent.meet()
        start = time.perf_counter()
        for _ in range(rounds):
            agent.round()
        agent.meet()
        if agent.rank == 0:
            print((time.perf_counter() - start) / rounds, flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        take_part(sys.argv[1], sys.argv[2])
    else:
        launch(sys.argv[1])
