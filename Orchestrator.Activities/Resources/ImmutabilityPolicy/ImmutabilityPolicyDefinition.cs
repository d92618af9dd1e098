using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ImmutabilityPolicy;

/// <summary>
/// How long backups are kept from everybody. Unlocked it can be written and removed; once locked it can only be made longer, which is another call, and
/// stays for ever.
/// </summary>
public sealed class ImmutabilityPolicyDefinition : ResourceDefinition
{
    private const string Period = "immutabilityPeriodSinceCreationInDays";
    private const string PeriodPath = $"$.properties.{Period}";
    private const string Appends = "allowProtectedAppendWrites";
    private const string StatePath = "$.properties.state";

    public override string Kind => StepKinds.ImmutabilityPolicy;

    public override string Type => ArmTypes.ImmutabilityPolicy;

    public override bool HasTags => false;

    public override bool DeletesOneVersion => true;

    public override IReadOnlyList<string> ImmutablePaths => [];

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["properties"] = new JsonObject { [Period] = context.Spec.Backup!.Immutability!.Days, [Appends] = false },
    };

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var wanted = context.Spec.Backup!.Immutability!;
        var body = Render(context);
        if (existing is null)
        {
            return new DesiredState(body, []) { IsNew = true };
        }

        var days = (int?)existing["properties"]?[Period] ?? 0;
        var changes = new List<FieldChange>();
        if (days != wanted.Days)
        {
            changes.Add(new FieldChange(PeriodPath, Text(days), Text(wanted.Days)));
        }

        // Once it is locked nobody changes it any more.
        if (!IsLocked(existing) && existing["properties"]?[Appends]?.GetValue<bool>() is true)
        {
            changes.Add(new FieldChange($"$.properties.{Appends}", "true", "false"));
        }

        if (wanted.Locked && !IsLocked(existing))
        {
            changes.Add(new FieldChange(StatePath, "Unlocked", "Locked"));
        }

        return new DesiredState(body, changes, Refusal(context, existing, wanted.Days));
    }

    public override async Task<ArmResponse> SendAsync(ResourceContext context, DesiredState desired, JsonObject body, string? etag, ArmConnection arm, CancellationToken cancellation)
    {
        var (id, operation) = (context.Step.ResourceId!, context.OperationId);
        if (context.IsLocked)
        {
            return await arm.PostAsync(id, "extend", Extension(context), operation, cancellation, etag ?? "*").ConfigureAwait(false);
        }

        var put = await arm.PutAsync(id, body, desired.IsNew ? null : etag, operation, cancellation).ConfigureAwait(false);
        return put.Error is null && context.Spec.Backup!.Immutability!.Locked
            ? await arm.PostAsync(id, "lock", body: null, operation, cancellation, put.ETag ?? "*").ConfigureAwait(false)
            : put;
    }

    public override Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation) =>
        Task.FromResult(context with { IsLocked = existing is not null && IsLocked(existing) });

    private static JsonObject Extension(ResourceContext context) =>
        new() { ["properties"] = new JsonObject { [Period] = context.Spec.Backup!.Immutability!.Days } };

    private static OrchestratorError? Refusal(ResourceContext context, JsonObject existing, int wanted) =>
        IsLocked(existing) && (int?)existing["properties"]?[Period] is { } days && wanted < days
            ? ErrorCatalog.RetentionLocked.With(
                $"The immutability policy of {ResourceId.NameOf(ClusterResourceIds.BlobContainer(context.Spec))} is locked at {days} days; {wanted} days would be shorter.", context.Step.ResourceId)
            : null;

    private static bool IsLocked(JsonObject policy) => string.Equals((string?)policy["properties"]?["state"], "Locked", StringComparison.OrdinalIgnoreCase);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
