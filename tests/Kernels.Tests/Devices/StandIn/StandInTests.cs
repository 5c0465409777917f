using ILGPU;
using Murmuration.Kernels.Ilgpu;
using Murmuration.Kernels.Ilgpu.StandIn;

namespace Murmuration.Kernels.Tests.Devices.StandIn;

/// <summary>What the stand-in must find in programs that are wrong.</summary>
public sealed class StandInTests : IDisposable
{
    private readonly StandInAccelerator _accelerator = new();

    public void Dispose() => _accelerator.Dispose();

    [Fact]
    public void Threads_of_a_group_meet_at_barriers()
    {
        Assert.Equal([3, 0, 1, 2], Run(4, Rotate));
        Assert.Equal([3, 0, 1, 2], Run(4, Rotate));
    }

    [Fact]
    public void A_missing_barrier_is_found()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(4, RotateWithoutBarrier));
        Assert.Contains("no barrier between them", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_write_the_same_number_are_found()
    {
        using var block = _accelerator.Allocate<float>(4);
        var launch = _accelerator.LoadGroups<Numbers>(CountGroups);
        Assert.Throws<InvalidOperationException>(() => launch(2, 1, new Numbers { View = block.View }));
    }

    [Fact]
    public void Indices_that_touch_the_number_of_another_are_found()
    {
        using var block = _accelerator.Allocate<float>(8);
        var launch = _accelerator.LoadElements<Numbers>(Shift);
        Assert.Throws<InvalidOperationException>(() => launch(7, new Numbers { View = block.View }));
    }

    [Fact]
    public void A_barrier_that_some_threads_never_reach_is_an_error()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(4, WaitInHalf));
        Assert.Contains("never reach", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_outside_a_view_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(4, ReadBeyond));
        Assert.Equal([3, 0, 1, 2], Run(4, Rotate));
    }

    [Fact]
    public void A_thread_of_indices_has_no_group_to_wait_for()
    {
        using var block = _accelerator.Allocate<float>(1);
        var launch = _accelerator.LoadElements<Numbers>((_, _) => Group.Barrier());
        Assert.ThrowsAny<InvalidOperationException>(() => launch(2, new Numbers { View = block.View }));
    }

    private static void Rotate(Numbers numbers)
    {
        var shared = SharedMemory.Allocate<float>(4);
        shared[Group.IdxX] = Group.IdxX;
        Group.Barrier();
        numbers.View[Group.IdxX] = shared[(Group.IdxX + 3) % 4];
    }

    private static void RotateWithoutBarrier(Numbers numbers)
    {
        var shared = SharedMemory.Allocate<float>(4);
        shared[Group.IdxX] = Group.IdxX + 1;
        numbers.View[Group.IdxX] = shared[(Group.IdxX + 3) % 4];
    }

    private static void CountGroups(Numbers numbers) => numbers.View[0] += 1;

    private static void Shift(Index1D index, Numbers numbers) => numbers.View[index] = numbers.View[index + 1] + 1;

    private static void WaitInHalf(Numbers numbers)
    {
        if (Group.IdxX < 2)
        {
            Group.Barrier();
        }
    }

    private static void ReadBeyond(Numbers numbers)
    {
        Group.Barrier();
        numbers.View[Group.IdxX] = numbers.View[Group.IdxX + 3];
    }

    private float[] Run(int size, Action<Numbers> program)
    {
        using var block = _accelerator.Allocate<float>(4);
        _accelerator.LoadGroups(program)(1, size, new Numbers { View = block.View });
        var result = new float[4];
        _accelerator.CopyOut(block.View, result);
        return result;
    }

    private struct Numbers
    {
        public ArrayView<float> View;
    }
}
