using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The certificate authority of a managed cluster, and the credentials that it hands out. Kept with the service's own knowledge of the cluster.</summary>
internal static class AksCredentials
{
    private const string ServerApplication = "6dae42f8-4368-4678-94ff-3960e28e3630";
    private const string ClientApplication = "80faf920-1908-4b52-b5ef-a8e7bedfc67a";

    // Simulated time and the time of whoever checks them differ.
    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2070, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes a new authority with a client certificate and a token.</summary>
    public static void Issue(JsonObject service, ArmWorld world)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, critical: false));
        using var authority = authorityRequest.CreateSelfSigned(NotBefore, NotAfter);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=masterclient, O=system:masters", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var client = request.Create(authority, NotBefore, NotAfter, world.NewGuid().ToByteArray());
        service["ca"] = authority.ExportCertificatePem();
        service["caKey"] = authorityKey.ExportPkcs8PrivateKeyPem();
        service["client"] = client.ExportCertificatePem();
        service["clientKey"] = key.ExportPkcs8PrivateKeyPem();
        service["token"] = world.NewGuid().ToString("N") + world.NewGuid().ToString("N");
    }

    /// <summary>The answer of the <c>listCluster…Credential</c> actions.</summary>
    /// <param name="format"><c>azure</c> for the plugin that kubectl had before 1.26; all else is the exec format.</param>
    public static JsonObject Answer(ArmResource cluster, string name, string? format, string? host, ArmWorld world)
    {
        var isPerson = !name.Same("clusterAdmin") && cluster.Content.At("properties.aadProfile") is not null;
        var user = isPerson ? Person(format, cluster.Content.Text("properties.aadProfile.tenantID") ?? world.Options.TenantId) : Certificate(cluster);
        var text = Kubeconfig(cluster, name, user, host ?? cluster.Service.Text("fqdn")!);
        return new JsonObject { ["kubeconfigs"] = new JsonArray(new JsonObject { ["name"] = name, ["value"] = Encode(text) }) };
    }

    private static string Kubeconfig(ArmResource cluster, string name, string user, string host)
    {
        var group = Requests.ResourcePath.Parse(cluster.Id)!.ResourceGroup;
        var (userName, context) = ($"{name}_{group}_{cluster.Name}", name.Same("clusterAdmin") ? $"{cluster.Name}-admin" : cluster.Name);
        return $$"""
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: {{Encode(cluster.Service.Text("ca")!)}}
                server: https://{{host}}:443
              name: {{cluster.Name}}
            contexts:
            - context:
                cluster: {{cluster.Name}}
                user: {{userName}}
              name: {{context}}
            current-context: {{context}}
            kind: Config
            preferences: {}
            users:
            - name: {{userName}}
              user:

            """ + user;
    }

    private static string Certificate(ArmResource cluster) => $"""
            client-certificate-data: {Encode(cluster.Service.Text("client")!)}
            client-key-data: {Encode(cluster.Service.Text("clientKey")!)}
            token: {cluster.Service.Text("token")}

        """;

    private static string Person(string? format, string tenant) => format.Same("azure")
        ? $"""
                auth-provider:
                  config:
                    apiserver-id: {ServerApplication}
                    client-id: {ClientApplication}
                    config-mode: '1'
                    environment: AzurePublicCloud
                    tenant-id: {tenant}
                  name: azure

            """
        : $"""
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  args:
                  - get-token
                  - --environment
                  - AzurePublicCloud
                  - --server-id
                  - {ServerApplication}
                  - --client-id
                  - {ClientApplication}
                  - --tenant-id
                  - {tenant}
                  - --login
                  - devicecode
                  command: kubelogin
                  env: null
                  installHint: install kubelogin, https://aka.ms/aks/kubelogin
                  provideClusterInfo: false

            """;

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
