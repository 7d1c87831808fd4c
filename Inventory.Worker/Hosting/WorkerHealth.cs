using Inventory.Worker.Messaging.Consumption;
using Inventory.Worker.Messaging.Events;
using Inventory.Worker.Pipeline;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Inventory.Worker.Hosting;

/// <summary>Live: the process answers. Ready: messages are being settled, or would be if there were any.</summary>
public static class WorkerHealth
{
    public static void Add(IServiceCollection services) => services.AddHealthChecks().AddCheck<PipelineCheck>("pipeline").AddCheck<EventsCheck>("events");

    public static void MapWorkerHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }),
    });

    private sealed class PipelineCheck(DependencyGate gate, ConsumedQueues queues, GroupRetry retry) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (gate.WaitingFor is { } waiting)
            {
                return HealthCheckResult.Unhealthy(queues.ArePaused ? $"{waiting} No messages are taken until it works again." : waiting);
            }

            if (!retry.IsPrepared)
            {
                return HealthCheckResult.Unhealthy("The schema is not ready yet.");
            }

            // Nothing waits, so nothing has noticed: ask.
            var answers = await Task.WhenAll(Enum.GetValues<Dependency>().Select(async dependency =>
                (Name: dependency, Reason: await gate.WhyAwayAsync(dependency, cancellationToken))));
            var away = answers.Where(answer => answer.Reason is not null).Select(answer => $"{answer.Name} is away: {answer.Reason}").ToArray();
            return away.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join(" ", away));
        }
    }

    private sealed class EventsCheck(EventPublisher events) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await events.WhyAwayAsync(cancellationToken) is { } reason
                ? HealthCheckResult.Unhealthy($"Events cannot be published: {reason}")
                : HealthCheckResult.Healthy();
    }
}
