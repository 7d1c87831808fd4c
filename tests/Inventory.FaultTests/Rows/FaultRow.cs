using Inventory.FaultTests.Rig;
using Inventory.Testing;
using Inventory.Testing.Faults;

namespace Inventory.FaultTests.Rows;

/// <summary>A row of the table of faults: how things go wrong, and how they are put right.</summary>
internal abstract class FaultRow
{
    private const int Windows = 5;

    /// <summary>Its number in the table.</summary>
    public abstract int Number { get; }

    /// <summary>What it does, in a sentence.</summary>
    public abstract string Sentence { get; }

    /// <summary>How many strikes show it.</summary>
    public virtual int Strikes => 2;

    /// <summary>Whether it is over soon enough for every run of the tests.</summary>
    public virtual bool IsShort => true;

    /// <summary>Why it cannot be shown here; null where it can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Whether it does to servers what cannot be undone, and brings its own.</summary>
    public virtual bool HasOwnServers => false;

    /// <summary>Starts them; null where those of the run will do.</summary>
    public virtual Task<ServerSource?> OwnServersAsync(ServerSource shared) => Task.FromResult<ServerSource?>(null);

    /// <summary>Does it once to the running service, and puts it right.</summary>
    public abstract Task StrikeAsync(FaultRig rig, Random random);

    /// <summary>
    /// Whether a worker acknowledges anything that it may not. What it had written to Redis before is told and acknowledged later,
    /// and soon all of it has been; a worker that acknowledges wrongly goes on doing so.
    /// </summary>
    protected static async Task<bool> GoesOnAcknowledgingAsync(RigWorker worker, TimeSpan watched)
    {
        for (var window = 0; window < Windows; window++)
        {
            worker.RabbitMq.HoldAt(Wire.Acknowledgement);
            await Task.Delay(watched);
            var acknowledges = worker.RabbitMq.IsHolding;
            await worker.RabbitMq.ReleaseAsync();
            if (!acknowledges)
            {
                return false;
            }
        }

        return true;
    }

    protected static Task PauseAsync(Random random, double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))));
}
