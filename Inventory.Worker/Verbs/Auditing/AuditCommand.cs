using JasperFx.CommandLine;

namespace Inventory.Worker.Verbs.Auditing;

public sealed class AuditInput
{
    [Description("Mend Redis where it differs. Ledger and documents are never touched")]
    public bool RepairFlag { get; set; }

    [Description("Write everything as JSON")]
    public bool JsonFlag { get; set; }
}

[Description("Compare ledger, documents and Redis, for every level. Exit code 1 if they differ; workers may go on meanwhile", Name = "audit")]
public sealed class AuditCommand : JasperFxAsyncCommand<AuditInput>
{
    public override Task<bool> Execute(AuditInput input) => Verb.RunAsync<AuditVerb>((verb, stop) => verb.RunAsync(input, stop));
}
