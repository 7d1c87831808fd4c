using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Inventory.Worker.Messaging;

/// <summary>
/// A TCP connection to RabbitMQ whose writes always end, and never fail: on a broken connection they go nowhere, and it is
/// the read that reports the break. RabbitMQ.Client 7.2.2 stops sending at the first write that fails; whoever has something
/// to send then waits for ever, its own answer to the broker's goodbye included, so that nobody ever learns of the break
/// (rabbitmq-dotnet-client #1930). What gets lost here was not confirmed, so it comes again.
/// RabbitMQ.Client also writes each frame by itself. What comes while one is on its way leaves here in one piece behind it.
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

    private readonly CancellationTokenSource _ended = new();

    /// <summary>Cancelled when nothing can be read any more.</summary>
    public CancellationToken Ended => _ended.Token;

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

    public override NetworkStream GetStream() => new BrokerStream(Client, longestSilence, _ended);

    private sealed class BrokerStream : NetworkStream
    {
        private const int MostUnsent = 1024 * 1024;

        private readonly Pipe _unsent = new(new PipeOptions(
            pauseWriterThreshold: MostUnsent, resumeWriterThreshold: MostUnsent / 2, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false));

        private readonly TimeSpan _longestSilence;
        private readonly CancellationTokenSource _ended;
        private long _lastHeard = Stopwatch.GetTimestamp();

        public BrokerStream(Socket socket, TimeSpan longestSilence, CancellationTokenSource ended)
            : base(socket)
        {
            (_longestSilence, _ended) = (longestSilence, ended);
            _ = SendAsync();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = 0;
            try
            {
                count = await base.ReadAsync(buffer, cancellationToken);
                Volatile.Write(ref _lastHeard, Stopwatch.GetTimestamp());
                return count;
            }
            finally
            {
                if (count == 0)
                {
                    await _ended.CancelAsync();
                }
            }
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await _unsent.Writer.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _unsent.Writer.Complete();
            base.Dispose(disposing);
        }

        /// <summary>Sends what is written, until it is broken. Then what is written is dropped.</summary>
        private async Task SendAsync()
        {
            try
            {
                ReadResult unsent;
                do
                {
                    unsent = await _unsent.Reader.ReadAsync();
                    foreach (var piece in unsent.Buffer)
                    {
                        var write = base.WriteAsync(piece);
                        await (write.IsCompleted ? write : new ValueTask(WhileHeardAsync(write.AsTask())));
                    }

                    _unsent.Reader.AdvanceTo(unsent.Buffer.End);
                }
                while (!unsent.IsCompleted);
            }
            catch (Exception broken) when (broken is IOException or ObjectDisposedException)
            {
                // The read says so.
            }
            finally
            {
                await _unsent.Reader.CompleteAsync();
            }
        }

        /// <summary>Waits for a wire that is full, as long as the broker is heard. One that is silent is gone: that ends the read, too.</summary>
        private async Task WhileHeardAsync(Task write)
        {
            while (await Task.WhenAny(write, Task.Delay(_longestSilence)) != write)
            {
                if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastHeard)) >= _longestSilence)
                {
                    Socket.Dispose();
                    break;
                }
            }

            await write;
        }
    }
}
