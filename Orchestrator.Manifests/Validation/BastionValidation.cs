using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Defaults;

namespace Orchestrator.Manifests.Validation;

internal static class BastionValidation
{
    public static void Check(NetworkSpec network, SpecReport report)
    {
        var subnets = network.Subnets.Select((s, i) => (Subnet: s, Path: $"network.subnets[{i}]")).Where(static x => x.Subnet.Role == SubnetRole.Bastion).ToList();
        foreach (var (subnet, path) in subnets.Skip(1))
        {
            report.Invalid($"{path}.role", $"'{subnet.Name}' is the second subnet of role bastion; a network has one bastion at most.", "Remove it.");
        }

        if (network.Bastion is not { } bastion || subnets.Count == 0)
        {
            return;
        }

        report.Pattern("network.bastion.name", "name", bastion.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        report.Pattern("network.bastion.publicIPName", "name", bastion.PublicIPName, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
        if (bastion is { EnableTunneling: true, Sku: not "Standard" })
        {
            report.Invalid("network.bastion.enableTunneling", $"A bastion of sku {bastion.Sku} has no tunneling.", "Write sku: Standard, or enableTunneling: false.");
        }

        if (!Sources.Unknown.IsIn(subnets[0].Subnet.Name) && subnets[0].Subnet.Name != ResourceNames.BastionSubnet)
        {
            report.Invalid($"{subnets[0].Path}.name", $"Azure takes no bastion in a subnet named '{subnets[0].Subnet.Name}'.", $"Write {ResourceNames.BastionSubnet}, or remove the name.");
        }
    }
}
