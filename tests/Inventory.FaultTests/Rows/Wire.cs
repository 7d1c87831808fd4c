namespace Inventory.FaultTests.Rows;

/// <summary>What things look like on the wire.</summary>
internal static class Wire
{
    /// <summary>AMQP's basic.ack: class 60, method 80.</summary>
    public const string Acknowledgement = "\0\u003C\0\u0050";

    /// <summary>A write of the script to Redis, or of anything else to a SKU's hash.</summary>
    public const string RedisWrite = "stock:{";
}
