using RabbitMQ.Client;

namespace Inventory.Testing.Spaces;

/// <summary>
/// A connection that is opened when it is needed, and anew where the one before was closed. RabbitMQ.Client's own recovery gives up for
/// good when a connection is closed while it recovers.
/// </summary>
internal sealed class RenewedConnection(string rabbitMq) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private IConnection? _connection;

    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions? options = null, CancellationToken cancellationToken = default)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsOpen: false } closed)
            {
                _connection = null;
                await closed.DisposeAsync();
            }

            _connection ??= await AmqpConnection.OpenOnceAsync(rabbitMq, cancellationToken);
            return await _connection.CreateChannelAsync(options, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? default);
        _opening.Dispose();
    }
}
