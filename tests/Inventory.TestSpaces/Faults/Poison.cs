using System.Text;
using Inventory.Testing.Spaces;

namespace Inventory.Testing.Faults;

/// <summary>A message on the exchange of orders that no worker can ever settle.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Reason">What its reason in the error queue must tell.</param>
public sealed record Poison(string Name, byte[] Body, string? ContentType, string Reason)
{
    private const string Unreadable = "The message cannot be read: ";
    private const string Invalid = "The OrderPlaced breaks the contract: ";
    private const string Time = "\"placedAt\":\"2026-01-02T12:00:00Z\"";

    public static readonly IReadOnlyList<Poison> All =
    [
        new("garbage bytes", [0xFF, 0xFE, 0x00, 0x01, 0x80], Publisher.Json, Unreadable),
        new("no body", [], Publisher.Json, $"{Invalid}OrderId is missing"),
        Json("null", "null", Unreadable),
        Json("an array", "[]", Unreadable),
        Json("a text", "\"order\"", Unreadable),
        Json("a number", "42", Unreadable),
        Json("cut off", """{"orderId":"o-1","placedAt":"2026-01""", Unreadable),
        Json("nested too deeply", $"{{\"orderId\":\"deep\",{Time},\"lines\":{new string('[', 200)}{new string(']', 200)}}}", Unreadable),
        Json("an id that is a number", $$"""{"orderId":5,{{Time}},"lines":[{"sku":"A","quantity":1}]}""", Unreadable),
        Json("lines that are a text", $$"""{"orderId":"p","placedAt":"2026-01-02T12:00:00Z","lines":"A"}""", Unreadable),
        Json("a quantity that is a text", $$"""{"orderId":"p",{{Time}},"lines":[{"sku":"A","quantity":"many"}]}""", Unreadable),
        Json("a quantity with a fraction", $$"""{"orderId":"p",{{Time}},"lines":[{"sku":"A","quantity":1.5}]}""", Unreadable),
        Json("a time that is none", """{"orderId":"p","placedAt":"yesterday","lines":[{"sku":"A","quantity":1}]}""", Unreadable),
        Json("nothing in it", "{}", $"{Invalid}OrderId is missing; PlacedAt is missing; Lines is missing or empty."),
        Json("no lines", $$"""{"orderId":"p",{{Time}},"lines":[]}""", $"{Invalid}Lines is missing or empty."),
        Json("a line that is null", $$"""{"orderId":"p",{{Time}},"lines":[null]}""", $"{Invalid}Lines[0] is missing."),
        Json("a quantity of zero", $$"""{"orderId":"p",{{Time}},"lines":[{"sku":"A","quantity":0}]}""", "Lines[0].Quantity is 0"),
        Json("a sku with a colon", $$"""{"orderId":"p",{{Time}},"lines":[{"sku":"A:B","quantity":1}]}""", "Lines[0].Sku 'A:B' contains"),
        Json("an id with a null character", $$"""{"orderId":"p\u0000",{{Time}},"lines":[{"sku":"A","quantity":1}]}""", "OrderId contains"),
        Json("a sku with half a character", $$"""{"orderId":"p",{{Time}},"lines":[{"sku":"\ud83d","quantity":1}]}""", ""),
        Json("a receipt", $$"""{"receiptId":"r","receivedAt":"2026-01-02T12:00:00Z","lines":[{"sku":"A","quantity":1}]}""", $"{Invalid}OrderId is missing"),
        new("an unknown content type", "<order/>"u8.ToArray(), "application/xml", Unreadable),
        new("a content type that is none", "<order/>"u8.ToArray(), "???;;;=", ""),
        new("an envelope that is none", "not json"u8.ToArray(), Publisher.Envelope, Unreadable),
        new("an envelope with nothing in it", "{}"u8.ToArray(), Publisher.Envelope, ""),
        Envelope("an envelope of a receipt", "StockReceived", """{"receiptId":"r","receivedAt":"2026-01-02T12:00:00Z","lines":[{"sku":"A","quantity":1}]}"""),
        Envelope("an envelope of a type nobody knows", "NeverHeardOf", "{}"),
        Envelope("an envelope with no message", "OrderPlaced", "null"),
    ];

    private static Poison Json(string name, string body, string reason) => new(name, Encoding.UTF8.GetBytes(body), Publisher.Json, reason);

    private static Poison Envelope(string name, string type, string message) => new(
        name,
        Encoding.UTF8.GetBytes($$"""
            {"messageId":"00000000-0000-0000-0000-000000000009","messageType":["urn:message:Inventory.Contracts:{{type}}"],"message":{{message}}}
            """),
        Publisher.Envelope,
        "");
}
