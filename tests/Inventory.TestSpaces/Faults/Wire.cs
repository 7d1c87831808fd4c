namespace Inventory.Testing.Faults;

/// <summary>What things look like on the wire.</summary>
public static class Wire
{
    /// <summary>The end of a transaction's last batch, its text closed by a zero; its beginning speaks of READ COMMITTED.</summary>
    public const string Commit = "COMMIT\0";

    /// <summary>AMQP's basic.ack: class 60, method 80.</summary>
    public const string Acknowledgement = "\0\u003C\0\u0050";

    /// <summary>A write of the script to Redis, or of anything else to a SKU's hash.</summary>
    public const string RedisWrite = "stock:{";
}
