namespace Inventory.Bench.Measuring;

/// <summary>The servers that the contestants share, from the environment that `./inventory bench` prepares.</summary>
internal sealed record Servers(string Postgres, string Redis, string RabbitMq, Uri Management)
{
    public static Servers FromEnvironment() => new(
        Required.Setting("ConnectionStrings__Postgres"),
        Required.Setting("ConnectionStrings__Redis"),
        Required.Setting("ConnectionStrings__RabbitMq"),
        new Uri(Required.Setting("INVENTORY_RABBITMQ_MANAGEMENT")));
}
