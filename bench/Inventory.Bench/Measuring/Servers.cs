namespace Inventory.Bench.Measuring;

/// <summary>The servers that the contestants share, from the environment that `./inventory bench` prepares.</summary>
internal sealed record Servers(string Postgres, string Redis, string RabbitMq, Uri Management)
{
    public static Servers FromEnvironment() => new(
        Required("ConnectionStrings__Postgres"),
        Required("ConnectionStrings__Redis"),
        Required("ConnectionStrings__RabbitMq"),
        new Uri(Required("INVENTORY_RABBITMQ_MANAGEMENT")));

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set; run the benchmark through `./inventory bench`.");
}
