using Inventory.Contracts.Tests.Documents;
using Inventory.Contracts.Tests.Setup;

namespace Inventory.Contracts.Tests;

/// <summary>The files in <c>docs</c> are what the records say. Whoever changes a record changes them, knowingly.</summary>
public sealed class DocumentFilesTests
{
    private static readonly string Proposals = Path.Combine(AppContext.BaseDirectory, "docs");

    public static TheoryData<Type> Messages => [.. ContractMessages.In, .. ContractMessages.Out];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_schema_is_what_its_record_says(Type message) =>
        IsUpToDate(CommittedDocs.SchemaFile(message), CommittedDocs.Print(MessageSchema.Of(message)));

    [Fact]
    public void The_AsyncAPI_document_is_what_the_records_say() =>
        IsUpToDate(CommittedDocs.AsyncApiFile, CommittedDocs.Print(AsyncApi.Document()));

    [Fact]
    public void There_is_no_schema_of_anything_else() => Assert.Equal(
        [CommittedDocs.AsyncApiFile, .. ContractMessages.In.Concat(ContractMessages.Out).Select(CommittedDocs.SchemaFile).Order(StringComparer.Ordinal)],
        CommittedDocs.Names.Order(StringComparer.Ordinal));

    private static void IsUpToDate(string name, string wanted)
    {
        if (CommittedDocs.Names.Contains(name) && CommittedDocs.Text(name) == wanted)
        {
            return;
        }

        var proposal = Path.Combine(Proposals, name);
        Directory.CreateDirectory(Path.GetDirectoryName(proposal)!);
        File.WriteAllText(proposal, wanted);
        Assert.Fail($"docs/{name} is not what the records say. If they are right: cp -r {Proposals} .");
    }
}
