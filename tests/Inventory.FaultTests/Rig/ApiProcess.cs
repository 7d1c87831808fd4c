using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Inventory.Testing.Spaces;

namespace Inventory.FaultTests.Rig;

/// <summary>The API as a process of its own.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ApiProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public string Output => string.Join('\n', _output.TakeLast(20));

    public static async Task<ApiProcess> StartAsync(Connections connections)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        var start = new ProcessStartInfo("dotnet", [Program, "--Inventory:Api:Address", address.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Postgres"] = connections.Postgres;
        start.Environment["ConnectionStrings__Redis"] = connections.Redis;
        var api = new ApiProcess(new Process { StartInfo = start }, address);
        api._process.OutputDataReceived += (_, line) => api._output.Enqueue(line.Data ?? "");
        api._process.ErrorDataReceived += (_, line) => api._output.Enqueue(line.Data ?? "");
        api._process.Start();
        api._process.BeginOutputReadLine();
        api._process.BeginErrorReadLine();
        await Inventory.Testing.Workers.Readiness.AwaitAsync(address);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Program => typeof(ApiProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ApiProgram").Value!;
}
