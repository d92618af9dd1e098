using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Who is asking: a client certificate of the cluster's CA, a bootstrap token, or nobody.</summary>
internal static class Authentication
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <exception cref="KubernetesError">Credentials were shown and are not good.</exception>
    public static ApiUser Authenticate(SimulatedCluster cluster, ApiRequest request)
    {
        if (request.ClientCertificate is { } certificate)
        {
            return IsOfCluster(cluster, certificate) ? UserOf(certificate) : throw KubernetesError.Unauthorized();
        }

        if (request.BearerToken is { } token)
        {
            if (cluster.State.Managed?.Token == token)
            {
                return new ApiUser("clusterAdmin", ["system:masters", "system:authenticated"]);
            }

            var (groups, _) = BootstrapTokens.Check(cluster, token);
            return groups is null ? throw KubernetesError.Unauthorized() : new ApiUser($"system:bootstrap:{token.Split('.')[0]}", [.. groups, "system:authenticated"]);
        }

        return cluster.State.AllowsAnonymous ? ApiUser.Anonymous : throw KubernetesError.Unauthorized();
    }

    private static bool IsOfCluster(SimulatedCluster cluster, X509Certificate2 certificate)
    {
        using var authority = X509Certificate2.CreateFromPem(cluster.State.CaCertificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = cluster.Time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }

    private static ApiUser UserOf(X509Certificate2 certificate)
    {
        var name = "";
        var groups = new List<string>();
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            var type = part.GetSingleElementType().Value;
            if (type == "2.5.4.3")
            {
                name = part.GetSingleElementValue() ?? "";
            }
            else if (type == "2.5.4.10")
            {
                groups.Add(part.GetSingleElementValue() ?? "");
            }
        }

        return new ApiUser(name, [.. groups, "system:authenticated"]);
    }
}
