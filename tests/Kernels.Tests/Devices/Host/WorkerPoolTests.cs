using Murmuration.Kernels.Devices.Host;
using Murmuration.Testing;

namespace Murmuration.Kernels.Tests.Devices.Host;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(2, 1000)]
    [InlineData(4, 1000)]
    public void Every_index_runs_once(int threads, int count)
    {
        using var pool = new WorkerPool(threads);
        for (var repetition = 0; repetition < 200; repetition++)
        {
            var visits = new int[count];
            pool.For(count, new Visit(visits));
            Assert.All(visits, visit => Assert.Equal(1, visit));
        }
    }

    [Fact]
    public void A_loop_within_a_loop_runs_where_it_is_called()
    {
        using var pool = new WorkerPool(2);
        var visits = new int[20 * 30];
        pool.For(20, new Nest(pool, visits));
        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Fact]
    public async Task Loops_of_several_callers_do_not_mix()
    {
        using var pool = new WorkerPool(2);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var repetition = 0; repetition < 500; repetition++)
            {
                var visits = new int[17];
                pool.For(17, new Visit(visits));
                Assert.All(visits, visit => Assert.Equal(1, visit));
            }
        })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_exception_of_a_body_reaches_the_caller_and_the_pool_goes_on(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var failing = 0; failing < 50; failing++)
        {
            var index = failing;
            Assert.Throws<InvalidOperationException>(() => pool.For(50, new Failure(index)));
        }

        var visits = new int[9];
        pool.For(9, new Visit(visits));
        Assert.All(visits, visit => Assert.Equal(1, visit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_disposed_pool_refuses_loops(int threads)
    {
        var pool = new WorkerPool(threads);
        pool.For(3, new Visit(new int[3]));
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.For(3, new Visit(new int[3])));
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        using var pool = new WorkerPool(2);
        var visits = new int[64];
        pool.For(64, new Visit(visits));
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var repetition = 0; repetition < 1000; repetition++)
            {
                pool.For(64, new Visit(visits));
            }
        }));
    }

    [Fact]
    public void A_pool_without_threads_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));

    private readonly struct Visit(int[] visits) : IParallelBody
    {
        public void Run(int index) => Interlocked.Increment(ref visits[index]);
    }

    private readonly struct Nest(WorkerPool pool, int[] visits) : IParallelBody
    {
        public void Run(int index) => pool.For(30, new Inner(visits, index * 30));
    }

    private readonly struct Inner(int[] visits, int first) : IParallelBody
    {
        public void Run(int index) => Interlocked.Increment(ref visits[first + index]);
    }

    private readonly struct Failure(int failing) : IParallelBody
    {
        public void Run(int index)
        {
            if (index == failing)
            {
                throw new InvalidOperationException("meant");
            }
        }
    }
}
