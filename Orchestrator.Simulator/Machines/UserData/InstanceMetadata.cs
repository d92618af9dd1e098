using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Machines.UserData;

/// <summary>What cloud-init lets a jinja template know of the machine it runs on.</summary>
internal sealed partial class InstanceMetadata(MachineDefinition machine)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal)
    {
        ["ds.meta_data.local_hostname"] = machine.ComputerName,
        ["ds.meta_data.hostname"] = machine.ComputerName,
        ["ds.meta_data.instance_id"] = machine.ResourceId,
        ["ds.meta_data.imds.compute.name"] = machine.ResourceId[(machine.ResourceId.LastIndexOf('/') + 1)..],
        ["ds.meta_data.imds.compute.location"] = machine.Location,
        ["ds.meta_data.imds.compute.vmSize"] = machine.VmSize,
        ["ds.meta_data.imds.compute.zone"] = machine.Zone ?? "",
        ["v1.local_hostname"] = machine.ComputerName,
        ["v1.instance_id"] = machine.ResourceId,
        ["v1.cloud_name"] = "azure",
        ["v1.region"] = machine.Location,
        ["v1.availability_zone"] = machine.Zone ?? "",
        ["local_hostname"] = machine.ComputerName,
        ["instance_id"] = machine.ResourceId,
        ["region"] = machine.Location,
    };

    /// <summary>Renders the part of jinja that bootstrap data uses: variables, comments and raw sections.</summary>
    /// <exception cref="BootFailure">The template uses statements that are not simulated.</exception>
    public string Render(string template)
    {
        var withoutRaw = new List<string>();
        var text = RawSection().Replace(template, match =>
        {
            withoutRaw.Add(match.Groups[1].Value);
            return $"\u0001{withoutRaw.Count - 1}\u0001";
        });
        text = Comment().Replace(text, "");
        if (Statement().Match(text) is { Success: true } statement)
        {
            throw new BootFailure($"cloud-init: the jinja statement '{statement.Value}' is not simulated");
        }

        text = Variable().Replace(text, match => Lookup(match.Groups[1].Value));
        return RawMark().Replace(text, match => withoutRaw[int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)]);
    }

    private string Lookup(string expression)
    {
        var path = Index().Replace(expression, ".$1").Replace('-', '_');
        return _values.TryGetValue(path, out var value) ? value : $"CI_MISSING_JINJA_VAR/{path.Split('.')[^1]}";
    }

    [GeneratedRegex(@"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", RegexOptions.Singleline)]
    private static partial Regex RawSection();

    [GeneratedRegex("\u0001(\\d+)\u0001")]
    private static partial Regex RawMark();

    [GeneratedRegex(@"\{#.*?#\}", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{%.*?%\}", RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\{\{-?\s*(.+?)\s*-?\}\}")]
    private static partial Regex Variable();

    [GeneratedRegex("""\[\s*["']([^"']+)["']\s*\]""")]
    private static partial Regex Index();
}
