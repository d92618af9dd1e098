using System.Globalization;
using Orchestrator.Contracts.Fleet;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>A fleet operation: one line of how far it is, and a line for each cluster, in the order in which they are begun.</summary>
public static class FleetText
{
    public static IRenderable Render(FleetStatus fleet)
    {
        var lines = new List<IRenderable> { Heading(fleet) };
        if (fleet is { Origin: { } origin, CreatedAt: { } at })
        {
            lines.Add(new Paragraph($"  asked for by {origin.Caller} at {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}, request {origin.RequestId}", Styles.Dim));
        }

        foreach (var wave in fleet.Clusters.GroupBy(static m => m.Wave))
        {
            lines.Add(new Paragraph($"  wave {wave.Key}: {wave.Count()} cluster{(wave.Count() == 1 ? "" : "s")}", Styles.Dim));
            lines.AddRange(wave.Select(Line));
        }

        if (fleet.Error is { } error)
        {
            lines.Add(new Paragraph().Append($"error {error.Code} ({error.Category})", Styles.Bad).Append($": {error.Message}"));
            lines.Add(new Paragraph($"  hint: {error.Action}", Styles.Hint));
        }

        return new Rows(lines);
    }

    public static Paragraph Heading(FleetStatus fleet)
    {
        if (fleet.Id is null)
        {
            return new Paragraph($"{fleet.Action} of {fleet.Clusters.Count} cluster{(fleet.Clusters.Count == 1 ? "" : "s")} in {fleet.Waves} wave{(fleet.Waves == 1 ? "" : "s")} (dry run)", Styles.Strong);
        }

        var look = StepLook.Of(fleet.State);
        var phase = fleet.Phase is null ? "" : $", {fleet.Phase}";
        return new Paragraph()
            .Append($"{fleet.Id} {fleet.Action} ", Styles.Strong)
            .Append(look.Word, look.Style)
            .Append($": {fleet.Succeeded} succeeded, {fleet.Failed} failed, {fleet.Skipped} skipped{phase}");
    }

    private static Paragraph Line(FleetMember member)
    {
        var line = new Paragraph($"    {member.Cluster} {member.State.ToString().ToLowerInvariant()}{(member.OperationId is null ? "" : $", operation {member.OperationId}")}");
        return member.Error is null ? line : line.Append($", {member.Error.Code}: {member.Error.Message}", Styles.Bad);
    }
}
