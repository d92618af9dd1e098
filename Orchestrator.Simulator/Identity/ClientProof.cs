using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Simulator.Arm;

namespace Orchestrator.Simulator.Identity;

/// <summary>Decides whether a client is who it says it is: by secret, by certificate, or by the token of an issuer that it trusts.</summary>
internal sealed class ClientProof(SimulatorOptions options, Func<Func<ArmWorld, ManagedIdentity?>, ManagedIdentity?> look)
{
    /// <exception cref="TokenRefusal">The proof does not hold.</exception>
    public Principal Check(string clientId, string? secret, string? assertion)
    {
        var application = options.Applications.FirstOrDefault(a => string.Equals(a.ClientId, clientId, StringComparison.OrdinalIgnoreCase));
        var identity = application is null ? look(world => ManagedIdentity.Find(world, clientId: clientId)) : null;
        var principal = application is not null ? new Principal(application.ClientId, application.ObjectId) : identity?.Principal;
        if (principal is null)
        {
            throw TokenRefusal.UnknownApplication(clientId);
        }

        if (assertion is not null)
        {
            CheckAssertion(assertion, application?.CertificatePem, application?.FederatedCredentials ?? identity!.FederatedCredentials);
        }
        else if (secret is null)
        {
            throw TokenRefusal.NoProof();
        }
        else if (application?.ClientSecret is not { } known || !string.Equals(known, secret, StringComparison.Ordinal))
        {
            throw TokenRefusal.WrongSecret(clientId);
        }

        return principal;
    }

    /// <summary>Times in the assertion are not looked at: simulated time runs ahead of the clients'.</summary>
    private void CheckAssertion(string assertion, string? certificatePem, IReadOnlyList<FederatedCredential> credentials)
    {
        var token = JsonWebToken.Parse(assertion) ?? throw TokenRefusal.BadAssertion("It is no signed token.");

        // A client that signs with its own certificate is its own issuer.
        if (string.Equals(token.Claim("iss"), token.Claim("sub"), StringComparison.Ordinal) && certificatePem is not null)
        {
            using var certificate = X509Certificate2.CreateFromPem(certificatePem);
            using var key = certificate.GetRSAPublicKey();
            if (key is null || !token.IsSignedBy(key))
            {
                throw TokenRefusal.BadAssertion("The certificate is not registered on application.");
            }

            return;
        }

        CheckFederation(token, credentials);
    }

    private void CheckFederation(JsonWebToken token, IReadOnlyList<FederatedCredential> credentials)
    {
        var issuer = token.Claim("iss") ?? "";
        IReadOnlyList<FederatedCredential> left = [.. credentials.Where(c => string.Equals(c.Issuer, issuer, StringComparison.Ordinal))];
        left = left.Count > 0 ? left : throw TokenRefusal.NoFederatedCredential("issuer", issuer);
        left = [.. left.Where(c => string.Equals(c.Subject, token.Claim("sub"), StringComparison.Ordinal))];
        left = left.Count > 0 ? left : throw TokenRefusal.NoFederatedCredential("subject", token.Claim("sub") ?? "");
        if (!left.Any(c => string.Equals(c.Audience, token.Claim("aud"), StringComparison.Ordinal)))
        {
            throw TokenRefusal.NoFederatedCredential("audience", token.Claim("aud") ?? "");
        }

        if (!options.TrustedIssuers.TryGetValue(issuer, out var pem) || !IsSignedBy(token, pem))
        {
            throw TokenRefusal.BadAssertion($"The keys of the issuer '{issuer}' do not verify it.");
        }
    }

    private static bool IsSignedBy(JsonWebToken token, string publicKeyPem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(publicKeyPem);
            return token.IsSignedBy(rsa);
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(publicKeyPem);
            return token.IsSignedBy(curve);
        }
    }
}
