using System.Text.Json.Nodes;
using Inventory.Contracts.Tests.Setup;
using Inventory.Worker.Messaging;
using MassTransit;

namespace Inventory.Contracts.Tests;

/// <summary>The committed AsyncAPI document has what the worker takes and what it publishes, and nothing else.</summary>
public sealed class AsyncApiTests
{
    private static readonly JsonObject Document = CommittedDocs.AsyncApi;

    public static TheoryData<Type> Incoming => [.. ContractMessages.In];

    public static TheoryData<Type> Outgoing => [.. ContractMessages.Out];

    public static TheoryData<string> AllReferences => [.. References.In(Document).Distinct()];

    [Fact]
    public void The_contract_has_nine_messages_in_and_thirteen_out()
    {
        Assert.Equal(9, ContractMessages.In.Count);
        Assert.Equal(13, ContractMessages.Out.Count);
    }

    [Fact]
    public void There_is_a_channel_for_each_exchange_and_each_queue_and_for_nothing_else() => Same(
        [
            .. ContractMessages.In.Concat(ContractMessages.Out).Select(message => $"Inventory.Contracts:{message.Name}"),
            .. ContractMessages.In.Select(QueueOf),
        ],
        Document["channels"]!.AsObject().Select(channel => channel.Value!["address"]!.GetValue<string>()));

    [Fact]
    public void There_is_an_operation_for_each_message_and_for_nothing_else() => Same(
        [
            .. ContractMessages.In.Select(message => ("receive", message.Name)),
            .. ContractMessages.Out.Select(message => ("send", message.Name)),
        ],
        Document["operations"]!.AsObject().Select(operation => (
            operation.Value!["action"]!.GetValue<string>(),
            Resolved(operation.Value["messages"]!.AsArray().Single())["name"]!.GetValue<string>())));

    [Fact]
    public void There_are_no_other_messages() => Same(
        ContractMessages.In.Concat(ContractMessages.Out).Select(message => message.Name),
        Document["components"]!["messages"]!.AsObject().Select(message => message.Key));

    [Theory]
    [MemberData(nameof(Incoming))]
    [MemberData(nameof(Outgoing))]
    public void A_messages_operation_is_on_its_exchange_which_is_fanout_and_durable(Type message)
    {
        var operation = Document["operations"]!.AsObject().Single(operation => Resolved(operation.Value!["messages"]!.AsArray().Single())["name"]!.GetValue<string>() == message.Name).Value!;
        var channel = Resolved(operation["channel"]);

        var exchange = channel["bindings"]!["amqp"]!["exchange"]!;
        Assert.Equal($"Inventory.Contracts:{message.Name}", channel["address"]!.GetValue<string>());
        Assert.Equal(channel["address"]!.GetValue<string>(), exchange["name"]!.GetValue<string>());
        Assert.Equal(("fanout", true, false), (exchange["type"]!.GetValue<string>(), exchange["durable"]!.GetValue<bool>(), exchange["autoDelete"]!.GetValue<bool>()));
        Assert.Equal([message.Name], channel["messages"]!.AsObject().Select(one => one.Key));
    }

    [Theory]
    [MemberData(nameof(Incoming))]
    public void An_example_of_what_is_received_is_plain_JSON_that_its_schema_and_the_worker_take(Type message)
    {
        var documented = Resolved(Document["components"]!["messages"]![message.Name]);
        var example = CommittedDocs.ExampleOf(message);

        Assert.Equal("application/json", documented["contentType"]!.GetValue<string>());
        Assert.True(new Schema(documented["payload"]!.AsObject()).Accepts(example));
        Assert.True(Intake.Of(message).Accepts(example));
    }

    [Theory]
    [MemberData(nameof(Outgoing))]
    public void An_example_of_what_is_sent_is_an_envelope_that_its_schema_takes(Type message)
    {
        var documented = Resolved(Document["components"]!["messages"]![message.Name]);
        var example = CommittedDocs.ExampleOf(message);
        var schema = new Schema(documented["payload"]!.AsObject());

        Assert.Equal("application/vnd.masstransit+json", documented["contentType"]!.GetValue<string>());
        Assert.Equal(MessageUrn.ForTypeString(message), example["messageType"]!.AsArray().Single()!.GetValue<string>());
        Assert.True(schema.Accepts(example));
        Assert.All(JsonField.Of(message), field => Assert.True(field.In(example["message"]!) is not null, $"the example has no {field}"));
        Assert.All(example["message"]!.AsObject(), field => Assert.False(schema.Accepts(WithoutInMessage(example, field.Key)), $"{field.Key} may be missing"));
    }

    [Theory]
    [MemberData(nameof(AllReferences))]
    public void What_is_referred_to_is_there(string reference) => Assert.NotNull(References.Target(reference));

    private static string QueueOf(Type message) =>
        (string)typeof(ServiceQueues).GetMethod(nameof(ServiceQueues.Of))!.MakeGenericMethod(message).Invoke(null, null)!;

    private static JsonObject WithoutInMessage(JsonObject envelope, string name)
    {
        var copy = envelope.DeepClone().AsObject();
        copy["message"]!.AsObject().Remove(name);
        return copy;
    }

    private static JsonNode Resolved(JsonNode? node) => References.Resolve(node!);

    private static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected.Order(), actual.Order());
}
