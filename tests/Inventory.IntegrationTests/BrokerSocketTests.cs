using System.Net;
using System.Net.Sockets;
using Inventory.Worker.Messaging;

namespace Inventory.IntegrationTests;

public sealed class BrokerSocketTests : IAsyncLifetime
{
    // Long enough that a busy machine does not keep the broker silent for so long.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);

    // More than the buffers of both ends take.
    private static readonly byte[] s_tooMuch = new byte[64 * 1024 * 1024];

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly BrokerSocket _socket = new(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), s_silence);
    private Socket _broker = null!;
    private NetworkStream _stream = null!;

    private CancellationToken Token => _patience.Token;

    public async ValueTask InitializeAsync()
    {
        _listener.Start();
        await _socket.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)_listener.LocalEndpoint).Port, Token);
        _broker = await _listener.AcceptSocketAsync(Token);
        _stream = _socket.GetStream();
    }

    [Fact]
    public async Task What_is_written_arrives()
    {
        await _stream.WriteAsync("to the broker"u8.ToArray(), Token);
        var arrived = new byte[13];
        Assert.Equal(13, await _broker.ReceiveAsync(arrived, Token));
        Assert.Equal("to the broker"u8, arrived);
    }

    [Fact]
    public async Task On_a_broken_connection_writes_end_without_a_word_and_the_read_reports_the_break()
    {
        var reading = _stream.ReadAsync(new byte[1], Token).AsTask();
        _broker.LingerState = new LingerOption(enable: true, seconds: 0);
        _broker.Dispose();

        await Assert.ThrowsAsync<IOException>(() => reading);
        await _stream.WriteAsync(s_tooMuch, Token);
        await _stream.WriteAsync(s_tooMuch, Token);
    }

    [Fact]
    public async Task A_broker_that_takes_nothing_and_says_nothing_is_given_up()
    {
        var reading = _stream.ReadAsync(new byte[1], Token).AsTask();

        await _stream.WriteAsync(s_tooMuch, Token);

        await Assert.ThrowsAnyAsync<Exception>(() => reading);
        Assert.True(reading.IsFaulted);
    }

    [Fact]
    public async Task A_broker_that_takes_nothing_but_is_heard_is_waited_for()
    {
        var writing = _stream.WriteAsync(s_tooMuch, Token).AsTask();
        using var pulse = new PeriodicTimer(s_silence / 10);
        for (var beat = 0; beat < 15; beat++)
        {
            await pulse.WaitForNextTickAsync(Token);
            await _broker.SendAsync(new byte[1], Token);
            Assert.Equal(1, await _stream.ReadAsync(new byte[1], Token));
        }

        Assert.False(writing.IsCompleted);
        var taken = 0L;
        var buffer = new byte[1024 * 1024];
        while (taken < s_tooMuch.Length)
        {
            var arrived = await _broker.ReceiveAsync(buffer, Token);
            Assert.NotEqual(0, arrived);
            taken += arrived;
        }

        await writing;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
        _broker.Dispose();
        _listener.Dispose();
        _patience.Dispose();
    }
}
