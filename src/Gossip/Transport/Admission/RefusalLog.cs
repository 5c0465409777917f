using Microsoft.Extensions.Logging;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport.Admission;

/// <summary>Counts every refusal, and logs so few of them that a flood cannot fill the disk.</summary>
internal sealed class RefusalLog(ILogger logger, ExchangeMeter meter, TimeProvider clock)
{
    private const int Burst = 20;
    private const double LinesPerSecond = 0.2;
    private readonly Lock _gate = new();
    private readonly TokenBucket _lines = new(Burst, LinesPerSecond, clock);
    private long _untold;

    /// <summary>Notes that someone was refused.</summary>
    public void Add(string who, string reason)
    {
        meter.Refused();
        long untold;
        lock (_gate)
        {
            if (!_lines.TryTake())
            {
                _untold++;
                return;
            }

            (untold, _untold) = (_untold, 0);
        }

        if (untold > 0)
        {
            logger.RefusedUntold(untold);
        }

        logger.Refused(who, reason);
    }
}
