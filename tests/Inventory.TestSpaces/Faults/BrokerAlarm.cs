namespace Inventory.Testing.Faults;

/// <summary>RabbitMQ as if it were short of memory: it reads nothing more from any connection that publishes.</summary>
public sealed class BrokerAlarm : IAsyncDisposable
{
    private readonly ServerSource _source;

    private BrokerAlarm(ServerSource source) => _source = source;

    public static async Task<BrokerAlarm> BeginAsync(ServerSource source)
    {
        await source.ControlRabbitMqAsync("eval", "rabbit_alarm:set_alarm({{resource_limit, memory, node()}, []}).");
        return new BrokerAlarm(source);
    }

    public Task EndAsync() => _source.ControlRabbitMqAsync("eval", "rabbit_alarm:clear_alarm({resource_limit, memory, node()}).");

    public async ValueTask DisposeAsync() => await EndAsync();
}
