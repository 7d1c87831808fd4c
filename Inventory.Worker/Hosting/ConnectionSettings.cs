namespace Inventory.Worker.Hosting;

/// <summary>The connection strings. There is no fallback: a guessed server would be somebody else's.</summary>
public sealed record ConnectionSettings(string Postgres, string Redis, string RabbitMq)
{
    /// <exception cref="StartFailureException">One is missing.</exception>
    public static ConnectionSettings From(IConfiguration configuration)
    {
        var missing = new[] { nameof(Postgres), nameof(Redis), nameof(RabbitMq) }
            .Where(name => string.IsNullOrWhiteSpace(configuration.GetConnectionString(name)))
            .Select(name => $"ConnectionStrings__{name}")
            .ToArray();
        if (missing.Length > 0)
        {
            throw new StartFailureException($"Missing setting: {string.Join(", ", missing)}. Set it in the environment or in appsettings.json.");
        }

        var rabbitMq = configuration.GetConnectionString(nameof(RabbitMq))!;
        if (!Uri.TryCreate(rabbitMq, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new StartFailureException("ConnectionStrings__RabbitMq is not an amqp:// or amqps:// address.");
        }

        return new ConnectionSettings(
            configuration.GetConnectionString(nameof(Postgres))!, configuration.GetConnectionString(nameof(Redis))!, rabbitMq);
    }
}
