// Clients of Azure's own SDKs, pointed at the simulator by the environment.
import { ClientSecretCredential, ManagedIdentityCredential } from "@azure/identity";
import { ResourceManagementClient } from "@azure/arm-resources";
import { NetworkManagementClient } from "@azure/arm-network";
import { ComputeManagementClient } from "@azure/arm-compute";
import { ContainerServiceClient } from "@azure/arm-containerservice";
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { ManagedServiceIdentityClient } from "@azure/arm-msi";
import { AuthorizationManagementClient } from "@azure/arm-authorization";

const { ARM_ENDPOINT, AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = process.env;
export const subscription = process.env.AZURE_SUBSCRIPTION_ID;
export const location = "westeurope";
export const scope = "https://management.azure.com/.default";
export const polling = { updateIntervalInMs: 20 };

export const application = (secret = AZURE_CLIENT_SECRET) =>
  new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, secret, { authorityHost: ARM_ENDPOINT, disableInstanceDiscovery: true });

export const managedIdentity = () => new ManagedIdentityCredential();

// Azure's waits are simulated ones: the simulator's clock has long passed them.
const impatience = {
  name: "impatience",
  async sendRequest(request, next) {
    const response = await next(request);
    response.headers.delete("retry-after");
    return response;
  },
};

function client(Type, credential, withSubscription = true) {
  const options = { endpoint: ARM_ENDPOINT, $host: ARM_ENDPOINT, credentialScopes: [scope], credentials: { scopes: [scope] }, retryOptions: { maxRetries: 0 } };
  const made = withSubscription ? new Type(credential, subscription, options) : new Type(credential, options);
  made.pipeline.addPolicy(impatience, { afterPhase: "Retry" });
  return made;
}

export function clients(credential = application()) {
  return {
    resources: client(ResourceManagementClient, credential),
    network: client(NetworkManagementClient, credential),
    compute: client(ComputeManagementClient, credential),
    containers: client(ContainerServiceClient, credential),
    graph: client(ResourceGraphClient, credential, false),
    identities: client(ManagedServiceIdentityClient, credential),
    authorization: client(AuthorizationManagementClient, credential),
  };
}

export async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}
