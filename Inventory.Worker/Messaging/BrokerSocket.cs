using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>
/// A TCP connection to RabbitMQ whose writes always end, and never fail: on a broken connection they go nowhere, and it is
/// the read that reports the break. RabbitMQ.Client 7.2.2 stops sending at the first write that fails; whoever has something
/// to send then waits for ever, its own answer to the broker's goodbye included, so that nobody ever learns of the break
/// (rabbitmq-dotnet-client #1930). What gets lost here was not confirmed, so it comes again.
/// </summary>
internal sealed class BrokerSocket(Socket socket, TimeSpan longestSilence, Action<BrokerSocket>? opened = null) : TcpClientAdapter(socket)
{
    /// <summary>What is agreed with the broker: one that is alive sends something in half of it, even while it takes nothing in (memory or disk alarm).</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest message that a broker can be told to take, in bytes. By itself the client takes 64 MiB, and ends the connection at a larger
    /// one; which then is delivered again, for ever.
    /// </summary>
    public const uint LargestMessage = 512 * 1024 * 1024;

    private static readonly TimeSpan LongestSilence = 3 * Heartbeat;

    /// <param name="factory">Makes its connections such ones.</param>
    /// <param name="opened">Called with each when it stands.</param>
    public static void Use(ConnectionFactory factory, Action<BrokerSocket>? opened = null)
    {
        factory.SocketFactory = family => new BrokerSocket(ConnectionFactoryBase.DefaultSocketFactory(family).Client, LongestSilence, opened);
        factory.MaxInboundMessageBodySize = LargestMessage;
    }

    public override async Task ConnectAsync(IPAddress ep, int port, CancellationToken cancellationToken = default)
    {
        await base.ConnectAsync(ep, port, cancellationToken);
        opened?.Invoke(this);
    }

    public override NetworkStream GetStream() => new BrokerStream(Client, longestSilence);

    private sealed class BrokerStream(Socket socket, TimeSpan longestSilence) : NetworkStream(socket)
    {
        private long _lastHeard = Stopwatch.GetTimestamp();
        private volatile bool _isBroken;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            Volatile.Write(ref _lastHeard, Stopwatch.GetTimestamp());
            return count;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isBroken)
            {
                return;
            }

            try
            {
                var write = base.WriteAsync(buffer, cancellationToken);
                await (write.IsCompleted ? write : new ValueTask(WhileHeardAsync(write.AsTask())));
            }
            catch (Exception broken) when (broken is IOException or ObjectDisposedException)
            {
                _isBroken = true;
            }
        }

        /// <summary>Waits for a wire that is full, as long as the broker is heard. One that is silent is gone: that ends the read, too.</summary>
        private async Task WhileHeardAsync(Task write)
        {
            while (await Task.WhenAny(write, Task.Delay(longestSilence)) != write)
            {
                if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastHeard)) >= longestSilence)
                {
                    Socket.Dispose();
                    break;
                }
            }

            await write;
        }
    }
}
