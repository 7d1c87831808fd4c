using System.Threading.Channels;
using Inventory.Testing.Faults;
using Inventory.Testing.Spaces;

namespace Inventory.Testing.Servers;

/// <summary>The servers that all tests share. Each test opens a space of its own on them.</summary>
public sealed class TestServers : IDisposable
{
    private readonly Channel<int> _redisDatabases = Channel.CreateUnbounded<int>();
    private readonly ServerSource _source;
    private int _spaces;

    public TestServers()
        : this(TestRun.Servers)
    {
    }

    private TestServers(ServerSource source)
    {
        _source = source;
        Management = new BrokerManagement(_source.Addresses.RabbitMqManagement);
        foreach (var database in Enumerable.Range(0, 16))
        {
            ReturnRedisDatabase(database);
        }
    }

    /// <summary>Other servers than those of the run.</summary>
    public static TestServers On(ServerSource source) => new(source);

    public ServerAddresses Addresses => _source.Addresses;

    public BrokerManagement Management { get; }

    public Task<TestSpace> OpenSpaceAsync() => TestSpace.OpenAsync(this);

    /// <summary>A name that no other space on these servers has, in this run or in one beside it.</summary>
    public string NewName() => $"it_{Environment.ProcessId}_{Interlocked.Increment(ref _spaces)}";

    /// <summary>A logical database of Redis for one test; waits while all are taken.</summary>
    public ValueTask<int> TakeRedisDatabaseAsync() => _redisDatabases.Reader.ReadAsync();

    public void ReturnRedisDatabase(int database) => _redisDatabases.Writer.TryWrite(database);

    /// <summary>Takes a server away until the outage is ended. Only for tests of the collection <see cref="Outages"/>.</summary>
    public Task<Outage> TakeAwayAsync(Server server, Ending how) => Outage.BeginAsync(_source, Management, server, how);

    /// <summary>Makes RabbitMQ impatient until the end. Only for tests of the collection <see cref="Outages"/>.</summary>
    public Task<ImpatientBroker> MakeRabbitMqImpatientAsync(TestSpace space) => ImpatientBroker.BeginAsync(_source, space.Connections.RabbitMq);

    /// <summary>Has RabbitMQ raise an alarm until the end. Only for tests of the collection <see cref="Outages"/>.</summary>
    public Task<BrokerAlarm> AlarmRabbitMqAsync() => BrokerAlarm.BeginAsync(_source);

    public void Dispose() => Management.Dispose();
}
