using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Murmuration.Agent.Commands;

/// <summary>
/// When a daemon ends: at SIGTERM, and at Ctrl-C unless it was started by a program. A terminal sends Ctrl-C to that
/// program and to all its daemons, and the program alone decides then.
/// </summary>
internal sealed class DaemonLifetime(IHostApplicationLifetime host, bool ignoresInterrupt) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
        _registrations.Add(PosixSignalRegistration.Create(
            PosixSignal.SIGINT, ignoresInterrupt ? static context => context.Cancel = true : OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>The second signal ends at once.</summary>
    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = !host.ApplicationStopping.IsCancellationRequested;
        host.StopApplication();
    }
}
