using System.Buffers.Binary;
using System.Text;

namespace Inventory.Testing.Faults;

/// <summary>A frame of AMQP 0-9-1: type, channel, size, payload and an end mark.</summary>
public sealed record AmqpFrame(byte[] Bytes)
{
    private const int Header = 7;
    private const byte Method = 1;
    private const byte End = 0xCE;
    private const ushort Basic = 60;
    private const ushort Consume = 20;
    private const ushort ConsumeOk = 21;
    private const ushort Cancel = 30;
    private const ushort Get = 70;
    private const ushort GetEmpty = 72;

    public ushort Channel => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(1));

    /// <summary>Somebody wants to consume.</summary>
    public bool IsConsume => IsBasic(Consume);

    /// <summary>Somebody wants one message.</summary>
    public bool IsGet => IsBasic(Get);

    /// <summary>The tag of the consumer that RabbitMQ accepts with this frame; null when it does something else.</summary>
    public string? AcceptedConsumer => IsBasic(ConsumeOk) ? Encoding.UTF8.GetString(Bytes, Header + 5, Bytes[Header + 4]) : null;

    /// <summary>Accepts a consumer, as RabbitMQ does.</summary>
    public static AmqpFrame AcceptConsumer(ushort channel, string tag) => OfMethod(channel, ConsumeOk, Short(tag));

    /// <summary>Says that there is no message.</summary>
    public static AmqpFrame NothingToGet(ushort channel) => OfMethod(channel, GetEmpty, Short(""));

    /// <summary>Cancels a consumer without asking for an answer.</summary>
    public static AmqpFrame CancelConsumer(ushort channel, string tag) => OfMethod(channel, Cancel, [.. Short(tag), 1]);

    public static async Task<AmqpFrame> ReadAsync(Stream stream)
    {
        var header = new byte[Header];
        await stream.ReadExactlyAsync(header);
        var bytes = new byte[Header + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(3)) + 1];
        header.CopyTo(bytes, 0);
        await stream.ReadExactlyAsync(bytes.AsMemory(Header));
        return new AmqpFrame(bytes);
    }

    private static byte[] Short(string text) => [(byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static AmqpFrame OfMethod(ushort channel, ushort method, byte[] arguments)
    {
        byte[] payload = [0, (byte)Basic, 0, (byte)method, .. arguments];
        var bytes = new byte[Header + payload.Length + 1];
        bytes[0] = Method;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), channel);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(3), payload.Length);
        payload.CopyTo(bytes.AsSpan(Header));
        bytes[^1] = End;
        return new AmqpFrame(bytes);
    }

    private bool IsBasic(ushort method) => Bytes[0] == Method && Word(0) == Basic && Word(2) == method;

    private ushort Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(Header + offset));
}
