using System.Globalization;
using Orchestrator.Cli.Local;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>What <c>simulate azure</c> says once it is up: its addresses, and how clients find them.</summary>
public static class SimulateText
{
    public static IRenderable Render(LocalAzure azure, double speed)
    {
        var options = azure.Azure.Options;
        var application = options.Applications[0];
        return new Rows(
            new Paragraph("Simulated Azure is up.", Styles.Good),
            Fact("Resource Manager", azure.Endpoints.ArmEndpoint.AbsoluteUri),
            Fact("sign-in", $"{azure.Endpoints.ArmEndpoint}{options.TenantId}"),
            Fact("metadata", azure.Endpoints.MetadataEndpoint.AbsoluteUri),
            Fact("Kubernetes", $"through the proxy {azure.Endpoints.KubernetesProxy}, as kubeconfigs say"),
            Fact("CA", azure.CertificateAuthorityPath),
            Fact("subscription", options.SubscriptionId),
            Fact("time", string.Create(CultureInfo.InvariantCulture, $"{speed:0.##} simulated seconds a second")),
            new Paragraph("For clients:", Styles.Strong),
            new Paragraph($"  export AZURE_AUTHORITY_HOST={azure.Endpoints.ArmEndpoint} AZURE_TENANT_ID={options.TenantId} AZURE_CLIENT_ID={application.ClientId}"),
            new Paragraph($"  export AZURE_POD_IDENTITY_AUTHORITY_HOST={azure.Endpoints.MetadataEndpoint} NODE_EXTRA_CA_CERTS={azure.CertificateAuthorityPath}"),
            new Paragraph("Ctrl-C stops it; started again, it goes on."));
    }

    private static Paragraph Fact(string name, string value) => new Paragraph().Append($"  {name,-17}", Styles.Dim).Append(value);
}
