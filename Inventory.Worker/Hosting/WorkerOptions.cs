using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Inventory.Worker.Hosting;

/// <summary>The type of the queues. Fixed when a queue is first declared.</summary>
public enum QueueType
{
    /// <summary>Durable classic queues: each on one node of a cluster, and away with it.</summary>
    Classic,

    /// <summary>Quorum queues: replicated over the nodes of a cluster, and counting how often a message comes back.</summary>
    Quorum,
}

/// <summary>Settings of the worker, under <c>Inventory:Worker</c>.</summary>
public sealed class WorkerOptions
{
    public const string Section = "Inventory:Worker";

    /// <summary>Where health is served. Default http://127.0.0.1:5081.</summary>
    [Required, Url]
    public string Address { get; set; } = "http://127.0.0.1:5081";

    /// <summary>Quorum or Classic, for queues that are missing; one that exists is taken as it is. Default Quorum.</summary>
    [EnumDataType(typeof(QueueType))]
    public QueueType QueueType { get; set; } = QueueType.Quorum;

    /// <summary>Unacknowledged messages per queue and worker, 1 to 65,535. Default 2,000: while a group is settled, the next one gathers.</summary>
    [Range(1, 65_535)]
    public int Prefetch { get; set; } = 2_000;

    /// <summary>The most commands that one transaction settles, 1 to 5,000. Default 1,000.</summary>
    [Range(1, 5_000)]
    public int MaxGroupCommands { get; set; } = 1_000;

    /// <summary>
    /// No further command joins a group that has so many lines, 1 to 100,000; one that means a whole order or reservation
    /// counts 25. Default 10,000: the more lines share a level, the less often it is written, and the longer others wait for it.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxGroupLines { get; set; } = 10_000;

    /// <summary>The first pause before something that failed is tried again. Default 0.2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ShortestPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest such pause. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many levels one of the workers compares each second in ledger, document and Redis, 0 to 10,000; 0 compares none. Default
    /// 100: a million levels in five and a half hours.
    /// </summary>
    [Range(0, 10_000)]
    public int ComparedPerSecond { get; set; } = 100;

    /// <summary>
    /// How long messages are held unacknowledged while PostgreSQL or Redis is away, 0.1 s to 20 min. Then they go back to their
    /// queues, and none are taken until the server works again. RabbitMQ takes back by force what is held for 30 min (its
    /// consumer_timeout). Default 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:20:00")]
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a consumer may get nothing while messages wait in its queue, 2 s to 10 min. Then it is started again, and if
    /// it is silent as long once more, the worker ends with exit code 1. Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan LongestSilence { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often reservations are looked for whose time is over, 0.05 s to 1 min. Default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan ExpiryInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a stopping worker may take to finish what it has begun, 1 s to 10 min. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);
}

[OptionsValidator]
public sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>;
