using System.Text;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Azure;

/// <summary>docs/errors.md is written by this test from the catalogue and from Azure's table.</summary>
public sealed class ErrorReferenceTests
{
    private const string Command = "ORCHESTRATOR_UPDATE_GOLDEN=1 dotnet test tests/Orchestrator.Activities.Tests --filter ErrorReferenceTests";

    [Fact]
    public void ErrorReference_Committed_IsThatOfTheCatalogue()
    {
        var path = Path.Combine(Specs.ProjectRoot(), "docs", "errors.md");
        var text = Render();
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == text, $"docs/errors.md is stale. Write it anew with:\n  {Command}");
    }

    private static string Render()
    {
        var text = new StringBuilder($"""
            # Errors

            Generated from [ErrorCatalog](../Orchestrator.Contracts/Errors/ErrorCatalog.cs) and [ArmErrorTable](../Orchestrator.Activities/Azure/ArmErrorTable.cs); do not edit. Written by
            `{Command}`.

            Every error has a code that is never reused, a category, and what becomes of it:

            - **Transient** goes away by itself: it is tried again on durable timers, as late as the other side asks, within a budget.
            - **NeedsUser** goes on from where it stopped once a person has changed something outside the manifest, such as a quota or a permission.
            - **Terminal** needs another manifest.


            """.ReplaceLineEndings("\n"));
        foreach (var (prefix, title) in new[] { ("ORC01", "Input"), ("ORC02", "Azure"), ("ORC03", "Cluster and machines"), ("ORC04", "State and operations") })
        {
            text.Append($"## {title}\n\n| code | name | category | retry | what happened | what to do |\n| --- | --- | --- | --- | --- | --- |\n");
            foreach (var d in ErrorCatalog.All.Where(d => d.Code.StartsWith(prefix, StringComparison.Ordinal)))
            {
                text.Append($"| {d.Code} | {d.Name} | {d.Category} | {d.Retry} | {d.Summary} | {d.Action} |\n");
            }

            text.Append('\n');
        }

        text.Append("""
            ## Azure's codes

            What `error.code` of Azure Resource Manager and its providers becomes. A code that is not listed is read by its HTTP status: 401 Unauthenticated, 403 Unauthorized,
            404 and 410 AzureNotFound, 408 and 5xx AzureUnavailable, 409 AzureConflict, 412 PreconditionFailed, 429 RateLimited, else InvalidRequest; as the end of a long-running operation it is ProvisioningFailed.
            `OperationNotAllowed` of Microsoft.Compute is RateLimited with status 429, QuotaExceeded on a PUT, ResourceInUse on a DELETE; elsewhere it is AzureConflict.
            Codes of the form `InUse…CannotBeDeleted` are ResourceInUse.

            """.ReplaceLineEndings("\n"));
        text.Append($"{string.Join(", ", ArmErrorTable.Wrappers.Select(static w => $"`{w}`"))} are read by the first code in their details.\n\n| Azure's code | becomes | what to do |\n| --- | --- | --- |\n");
        foreach (var rule in ArmErrorTable.Rules.OrderBy(static r => r.Definition.Code, StringComparer.Ordinal).ThenBy(static r => r.Code, StringComparer.Ordinal))
        {
            text.Append($"| {rule.Code} | {rule.Definition.Code} {rule.Definition.Name} | {rule.Action ?? rule.Definition.Action} |\n");
        }

        return text.ToString();
    }
}
