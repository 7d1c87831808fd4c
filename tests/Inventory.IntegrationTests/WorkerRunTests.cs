using Inventory.Worker.Hosting;
using Inventory.Worker.Messaging.Consumption;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inventory.IntegrationTests;

public sealed class WorkerRunTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_worker_that_is_asked_to_stop_ends_with_code_0() =>
        Assert.Equal(0, await EndOfAsync(app => app.Lifetime.StopApplication()));

    [Fact]
    public async Task A_worker_that_cannot_help_itself_ends_with_code_1() =>
        Assert.Equal(1, await EndOfAsync(app => app.Services.GetRequiredService<LastResort>().EndProcess("A test asks for it.")));

    [Fact]
    public async Task A_worker_one_of_whose_own_tasks_fails_ends_with_code_1() =>
        Assert.Equal(1, await EndOfAsync(_ => throw new InvalidOperationException("A test asks for it.")));

    [Fact]
    public async Task A_worker_one_of_whose_own_tasks_is_cancelled_by_nobody_ends_with_code_1() =>
        Assert.Equal(1, await EndOfAsync(_ => throw new OperationCanceledException("A test asks for it.")));

    private static async Task<int> EndOfAsync(Action<WebApplication> task)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<LastResort>();
        var started = new TaskCompletionSource<WebApplication>();
        builder.Services.AddHostedService(_ => new OneTask(async () => task(await started.Task)));
        await using var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started.SetResult(app));
        return await WorkerRun.UntilStoppedAsync(app).WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Does something once the worker has started, then waits like the others until it stops.</summary>
    private sealed class OneTask(Func<Task> task) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await task();
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
    }
}
