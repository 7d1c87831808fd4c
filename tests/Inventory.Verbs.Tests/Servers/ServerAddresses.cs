namespace Inventory.Verbs.Tests.Servers;

/// <summary>Where the servers are that the tests use. One that is not given fails the test that needs it.</summary>
internal static class ServerAddresses
{
    public static string Postgres => Require("ConnectionStrings__Postgres");

    public static string Redis => Require("ConnectionStrings__Redis");

    public static string RabbitMq => Require("ConnectionStrings__RabbitMq");

    public static Uri RabbitMqManagement => new(Require("INVENTORY_RABBITMQ_MANAGEMENT"));

    private static string Require(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set. Run ./inventory test, which brings the servers along.");
}
