// Prints one JSON line for each check: {"name", "ok", "detail"}.
import { all, application, clients, managedIdentity, polling, scope, subscription } from "./azure.mjs";
import { group, scenarios } from "./scenarios.mjs";

const c = clients();

async function check(name, work) {
  try {
    const detail = await work();
    console.log(JSON.stringify({ name, ok: true, detail: detail ?? null }));
  } catch (e) {
    console.log(JSON.stringify({ name, ok: false, detail: `${e.code ?? e.name}: ${e.message}` }));
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

async function refusal(work) {
  try {
    await work();
  } catch (e) {
    return e;
  }
  throw new Error("It was not refused.");
}

const made = [];
for (const [name, scenario] of Object.entries(scenarios)) {
  await check(`create ${name}`, async () => {
    const created = await scenario.create(c);
    made.push(name);
    expect(created.id && created.name, `The answer has no id and name: ${JSON.stringify(created)}`);
    expect((created.provisioningState ?? created.properties?.provisioningState ?? "Succeeded") === "Succeeded", `It is ${created.provisioningState}.`);
  });
  await check(`update ${name}`, async () => {
    await scenario.update(c);
    const read = await scenario.read(c);
    expect(read.tags?.changed === "yes" || read.routeTable, `The change is not there: ${JSON.stringify(read)}`);
  });
  await check(`list ${name}`, async () => {
    const read = await scenario.read(c);
    const listed = await all(scenario.list(c));
    expect(listed.some((item) => item.id.toLowerCase() === read.id.toLowerCase()), `It is not on the list of ${listed.length}.`);
  });
}

await check("graph counts what was made", async () => {
  const answer = await c.graph.resources({ subscriptions: [subscription], query: `Resources | where resourceGroup =~ '${group}' | project id, type, name` });
  expect(answer.data.some((row) => row.type === "microsoft.compute/virtualmachines"), JSON.stringify(answer.data));
});

await check("instances of the scale set are listed", async () => {
  const instances = await all(c.compute.virtualMachineScaleSetVMs.list(group, "pool"));
  expect(instances.length === 2, `${instances.length} instances`);
});

await check("a role is assigned", async () => {
  const identity = await c.identities.userAssignedIdentities.get(group, "id");
  const role = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`;
  const assignment = await c.authorization.roleAssignments.create(
    `/subscriptions/${subscription}/resourceGroups/${group}`, "88888888-8888-8888-8888-888888888888",
    { principalId: identity.principalId, principalType: "ServicePrincipal", roleDefinitionId: role });
  expect(assignment.principalId === identity.principalId, JSON.stringify(assignment));
});

await check("a wrong secret is refused", async () => {
  const e = await refusal(() => application("wrong").getToken(scope));
  expect(/7000215/.test(e.message), e.message);
});

await check("a managed identity reads", async () => {
  const groups = await all(clients(managedIdentity()).resources.resourceGroups.list());
  expect(groups.length > 0, "no groups");
});

await check("a subnet in use cannot be deleted", async () => {
  const e = await refusal(() => scenarios.subnet.remove(c));
  expect(e.code === "InUseSubnetCannotBeDeleted", `${e.code}: ${e.message}`);
});

const pool = { mode: "User", count: 1, vmSize: "Standard_D2s_v3" };

await check("credentials of a managed cluster are a kubeconfig", async () => {
  const { kubeconfigs } = await c.containers.managedClusters.listClusterAdminCredentials(group, "aks");
  const text = Buffer.from(kubeconfigs[0].value).toString();
  expect(/current-context: aks-admin/.test(text) && /server: https:\/\/aks-[0-9a-f]{8}\.hcp\.westeurope\.azmk8s\.io:443/.test(text), text);
  return text;
});

await check("a control plane is upgraded", async () => {
  const profile = await c.containers.managedClusters.getUpgradeProfile(group, "aks");
  expect(profile.controlPlaneProfile.upgrades.some((u) => u.kubernetesVersion === "1.34.0"), JSON.stringify(profile));
  const cluster = await c.containers.managedClusters.get(group, "aks");
  cluster.kubernetesVersion = "1.34.0";
  const upgraded = await c.containers.managedClusters.beginCreateOrUpdateAndWait(group, "aks", cluster, polling);
  expect(upgraded.currentKubernetesVersion === "1.34.0", JSON.stringify(upgraded));
});

await check("a pool is upgraded and scaled", async () => {
  const upgraded = await c.containers.agentPools.beginCreateOrUpdateAndWait(group, "aks", "user", { ...pool, count: 2, orchestratorVersion: "1.34.0" }, polling);
  expect(upgraded.currentOrchestratorVersion === "1.34.0" && upgraded.count === 2, JSON.stringify(upgraded));
});

await check("a pool ahead of its control plane is refused", async () => {
  const e = await refusal(() => c.containers.agentPools.beginCreateOrUpdateAndWait(group, "aks", "user", { ...pool, orchestratorVersion: "1.35.0" }, polling));
  expect(e.code === "NodePoolMcVersionIncompatible", `${e.code}: ${e.message}`);
});

await check("an operation is aborted", async () => {
  await c.containers.agentPools.beginCreateOrUpdate(group, "aks", "user", { ...pool, count: 3, orchestratorVersion: "1.34.0" }, polling);
  await c.containers.agentPools.beginAbortLatestOperationAndWait(group, "aks", "user", polling);
  const read = await c.containers.agentPools.get(group, "aks", "user");
  expect(read.provisioningState === "Canceled", read.provisioningState);
});

await check("a cluster stops and starts", async () => {
  await c.containers.managedClusters.beginStopAndWait(group, "aks", polling);
  expect((await c.containers.managedClusters.get(group, "aks")).powerState.code === "Stopped", "It is not stopped.");
  await c.containers.managedClusters.beginStartAndWait(group, "aks", polling);
  expect((await c.containers.managedClusters.get(group, "aks")).powerState.code === "Running", "It is not running.");
});

await check("versions of a region are listed", async () => {
  const { values } = await c.containers.managedClusters.listKubernetesVersions("westeurope");
  expect(values.some((v) => v.isDefault), JSON.stringify(values));
});

for (const name of made.reverse()) {
  await check(`remove ${name}`, async () => {
    await scenarios[name].remove(c);
    const e = await refusal(() => scenarios[name].read(c));
    expect(e.statusCode === 404, `${e.statusCode} ${e.code}`);
  });
}
