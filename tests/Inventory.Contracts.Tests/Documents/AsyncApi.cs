using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Contracts.Tests.Setup;
using Inventory.Stock.Decisions;
using MassTransit;

namespace Inventory.Contracts.Tests.Documents;

/// <summary>The AsyncAPI document: what is written once in words, and a channel, an operation and a message per record.</summary>
internal static class AsyncApi
{
    public const string Plain = "application/json";
    public const string Enveloped = "application/vnd.masstransit+json";

    private const string BindingVersion = "0.3.0";

    private const string Words = """
        An event-driven inventory service. What it *receives* you publish to the exchange that is named like the message; what it *sends* you bind a queue of yours to.

        **Publish** plain JSON with `content_type: application/json`, persistent, with publisher confirms, and mandatory: an exchange without a queue means that no worker has ever run. Names of fields are given in camelCase; PascalCase is understood as well, and so are names of an enumeration in any case, and fields that nobody knows (they are ignored). An envelope of MassTransit (`application/vnd.masstransit+json`) with the message in it is understood too. The routing key is ignored.

        **Send again as often as you like.** The id that names a message (`orderId`, `receiptId` …) is its idempotency key: the same id with the same content is applied once and answered with the same outcome. The same id with another content, and whatever breaks a limit, goes to the error queue `<queue>_error` with the reason in the header `MT-Fault-Message`.

        **Hear back** in the envelope of MassTransit: what the schemas describe is in `message`. `messageId`, which is also the AMQP `message_id`, is derived from what the message reports: the same id means the same report, so drop what you have had. Messages may arrive out of order; versions tell which is newer.

        **What a schema cannot say.** Characters are counted in UTF-16, where those beyond U+FFFF count twice. Times ought to have an offset (one without is UTC), and the year 1 counts as no time. Lines that name the same SKU and location are summed.
        """;

    public static JsonObject Document() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Inventory",
            ["version"] = typeof(OrderPlaced).Assembly.GetName().Version!.ToString(3),
            ["description"] = Words,
            ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
        },
        ["defaultContentType"] = Plain,
        ["servers"] = new JsonObject
        {
            ["rabbitmq"] = new JsonObject
            {
                ["host"] = "{host}:{port}",
                ["pathname"] = "/{virtualHost}",
                ["protocol"] = "amqp",
                ["protocolVersion"] = "0-9-1",
                ["description"] = "The RabbitMQ that the workers are given as `ConnectionStrings:RabbitMq`.",
                ["variables"] = new JsonObject
                {
                    ["host"] = new JsonObject { ["default"] = "localhost" },
                    ["port"] = new JsonObject { ["default"] = "5672" },
                    ["virtualHost"] = new JsonObject { ["default"] = "" },
                },
                ["security"] = new JsonArray(new JsonObject { ["type"] = "userPassword" }),
            },
        },
        ["channels"] = Map(
            [.. ContractMessages.In, .. ContractMessages.Out],
            message => (message.Name, Exchange(message)),
            ContractMessages.In.Select(message => (Queue(message), QueueChannel(message)))),
        ["operations"] = Map(
            ContractMessages.In,
            message => ($"receive{message.Name}", Operation(message, "receive", "ack", true)),
            ContractMessages.Out.Select(message => ($"send{message.Name}", Operation(message, "send", "deliveryMode", 2)))),
        ["components"] = new JsonObject
        {
            ["messages"] = Map(ContractMessages.In, message => (message.Name, Incoming(message)), ContractMessages.Out.Select(message => (message.Name, Outgoing(message)))),
            ["schemas"] = new JsonObject { ["Envelope"] = Envelope() },
        },
    };

    public static string Queue(Type message) => $"inventory-{KebabCaseEndpointNameFormatter.Instance.SanitizeName(message.Name)}";

    private static JsonObject Exchange(Type message) => Channel(message, $"Inventory.Contracts:{message.Name}", RecordNotes.OfType(message), new JsonObject
    {
        ["is"] = "routingKey",
        ["exchange"] = new JsonObject { ["name"] = $"Inventory.Contracts:{message.Name}", ["type"] = "fanout", ["durable"] = true, ["autoDelete"] = false },
    });

    private static JsonObject QueueChannel(Type message) => Channel(message, Queue(message), $"Where `{message.Name}` waits for a worker. Publish to the exchange instead.", new JsonObject
    {
        ["is"] = "queue",
        ["queue"] = new JsonObject { ["name"] = Queue(message), ["durable"] = true, ["exclusive"] = false, ["autoDelete"] = false },
    });

    private static JsonObject Channel(Type message, string address, string description, JsonObject binding)
    {
        binding["bindingVersion"] = BindingVersion;
        return new JsonObject
        {
            ["address"] = address,
            ["description"] = description,
            ["servers"] = new JsonArray(Reference("#/servers/rabbitmq")),
            ["messages"] = new JsonObject { [message.Name] = Reference($"#/components/messages/{message.Name}") },
            ["bindings"] = new JsonObject { ["amqp"] = binding },
        };
    }

    private static JsonObject Operation(Type message, string action, string trait, JsonNode value) => new()
    {
        ["action"] = action,
        ["channel"] = Reference($"#/channels/{message.Name}"),
        ["messages"] = new JsonArray(Reference($"#/channels/{message.Name}/messages/{message.Name}")),
        ["bindings"] = new JsonObject { ["amqp"] = new JsonObject { [trait] = value, ["bindingVersion"] = BindingVersion } },
    };

    private static JsonObject Incoming(Type message) => Message(message, Plain, SchemaOf(message), ExampleOf(message));

    private static JsonObject Outgoing(Type message)
    {
        var payload = new JsonObject
        {
            ["allOf"] = new JsonArray(
                Reference("#/components/schemas/Envelope"),
                new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["message"] = SchemaOf(message) } }),
        };
        return Message(message, Enveloped, payload, new JsonObject
        {
            ["messageId"] = DerivedId.From(message.Name, "example").ToString(),
            ["messageType"] = new JsonArray(MessageUrn.ForTypeString(message)),
            ["message"] = ExampleOf(message),
            ["sentTime"] = "2010-12-01T08:26:00.1234567Z",
            ["headers"] = new JsonObject(),
        });
    }

    private static JsonObject Message(Type message, string contentType, JsonObject payload, JsonNode example) => new()
    {
        ["name"] = message.Name,
        ["title"] = message.Name,
        ["description"] = RecordNotes.OfType(message),
        ["contentType"] = contentType,
        ["payload"] = payload,
        ["examples"] = new JsonArray(new JsonObject { ["payload"] = example }),
    };

    private static JsonObject Envelope() => new()
    {
        ["type"] = "object",
        ["description"] = "What MassTransit puts around a message. It holds more; this is what can be relied on.",
        ["required"] = new JsonArray("messageId", "messageType", "message", "sentTime"),
        ["properties"] = new JsonObject
        {
            ["messageId"] = new JsonObject
            {
                ["type"] = "string",
                ["format"] = "uuid",
                ["description"] = "Derived from what the message reports, and the same as the AMQP `message_id`: one that was seen before is a repeat.",
            },
            ["messageType"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string" },
                ["minItems"] = 1,
                ["description"] = "The URN of the message's type, such as `urn:message:Inventory.Contracts:StockCommitted`.",
            },
            ["message"] = new JsonObject { ["type"] = "object", ["description"] = "The message itself." },
            ["sentTime"] = new JsonObject { ["type"] = "string", ["format"] = "date-time", ["description"] = "When it was sent this time." },
            ["headers"] = new JsonObject { ["type"] = "object" },
        },
    };

    private static JsonObject SchemaOf(Type message) => Reference($"./schemas/{message.Name}.json");

    private static JsonNode ExampleOf(Type message) => JsonSerializer.SerializeToNode(MessageExamples.Of(message), message, JsonSerializerOptions.Web)!;

    private static JsonObject Reference(string target) => new() { ["$ref"] = target };

    private static JsonObject Map(IEnumerable<Type> messages, Func<Type, (string Name, JsonObject Value)> entry, IEnumerable<(string Name, JsonObject Value)> others) =>
        new([.. messages.Select(entry).Concat(others).Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value))]);
}
