using System.Net;
using System.Net.Sockets;

namespace Inventory.Bench.Measuring;

/// <summary>A process that answers HTTP.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private WebProcess(BenchProcess process, Uri address)
    {
        Process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public BenchProcess Process { get; }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    /// <returns>When it is ready.</returns>
    /// <param name="readyPath">What is answered once it is.</param>
    /// <param name="start">Starts it at an address.</param>
    public static async Task<WebProcess> StartAsync(string readyPath, Func<Uri, BenchProcess> start)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = new WebProcess(start(address), address);
        await process.UntilAsync(async () =>
        {
            try
            {
                using var answer = await process.Http.GetAsync(readyPath);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // It does not listen yet.
            }
        });
        return process;
    }

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            Process.ThrowIfGone();
            await Task.Delay(TimeSpan.FromMilliseconds(1), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
