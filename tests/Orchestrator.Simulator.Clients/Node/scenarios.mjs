// One scenario for each resource type: what it takes to create it, and how the SDK names the calls. Order matters: later ones build on earlier ones.
import { location, polling, subscription } from "./azure.mjs";

export const group = "sdk";
const id = (type, name) => `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
const network = "Microsoft.Network";
const subnetId = `${id(`${network}/virtualNetworks`, "vnet")}/subnets/nodes`;
const standard = { sku: { name: "Standard" } };
const disk = { createOption: "FromImage", managedDisk: { storageAccountType: "Premium_LRS" }, diskSizeGB: 128, osType: "Linux" };
const image = { communityGalleryImageId: "/CommunityGalleries/ClusterAPI-f72ceb4f-5159-4c26-a0fe-2ea738f0d019/Images/capi-ubun2-2404/Versions/1.30.2" };
const linux = { adminUsername: "capi", linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys: [{ path: "/home/capi/.ssh/authorized_keys", keyData: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" }] } } };

// Long-running operations of one kind have one shape in every SDK.
const operations = (of, name, body, change = { tags: { changed: "yes" } }) => ({
  create: (c) => of(c).beginCreateOrUpdateAndWait(group, name, body, polling),
  update: (c) => of(c).beginCreateOrUpdateAndWait(group, name, { ...body, ...change }, polling),
  read: (c) => of(c).get(group, name),
  list: (c) => of(c).list(group),
  remove: (c) => of(c).beginDeleteAndWait(group, name, polling),
});

const child = (of, parent, name, body, change) => ({
  create: (c) => of(c).beginCreateOrUpdateAndWait(group, parent, name, body, polling),
  update: (c) => of(c).beginCreateOrUpdateAndWait(group, parent, name, { ...body, ...change }, polling),
  read: (c) => of(c).get(group, parent, name),
  list: (c) => of(c).list(group, parent),
  remove: (c) => of(c).beginDeleteAndWait(group, parent, name, polling),
});

export const scenarios = {
  resourceGroup: {
    create: (c) => c.resources.resourceGroups.createOrUpdate(group, { location }),
    update: (c) => c.resources.resourceGroups.update(group, { tags: { changed: "yes" } }),
    read: (c) => c.resources.resourceGroups.get(group),
    list: (c) => c.resources.resourceGroups.list(),
    remove: (c) => c.resources.resourceGroups.beginDeleteAndWait(group, polling),
  },
  networkSecurityGroup: operations((c) => c.network.networkSecurityGroups, "nsg", {
    location,
    securityRules: [{ name: "ssh", priority: 2200, protocol: "Tcp", access: "Allow", direction: "Inbound", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "22" }],
  }),
  routeTable: operations((c) => c.network.routeTables, "routes", { location }),
  publicIPAddress: operations((c) => c.network.publicIPAddresses, "address", { location, ...standard, publicIPAllocationMethod: "Static" }),
  natGateway: operations((c) => c.network.natGateways, "nat", { location, ...standard, publicIpAddresses: [{ id: id(`${network}/publicIPAddresses`, "address") }] }),
  virtualNetwork: operations((c) => c.network.virtualNetworks, "vnet", { location, addressSpace: { addressPrefixes: ["10.0.0.0/8"] } }),
  subnet: child((c) => c.network.subnets, "vnet", "nodes",
    { addressPrefix: "10.1.0.0/16", networkSecurityGroup: { id: id(`${network}/networkSecurityGroups`, "nsg") } },
    { routeTable: { id: id(`${network}/routeTables`, "routes") } }),
  loadBalancer: operations((c) => c.network.loadBalancers, "lb", {
    location, ...standard,
    frontendIPConfigurations: [{ name: "front", subnet: { id: subnetId }, privateIPAddress: "10.1.0.100", privateIPAllocationMethod: "Static" }],
    backendAddressPools: [{ name: "back" }],
  }),
  networkInterface: operations((c) => c.network.networkInterfaces, "nic", { location, ipConfigurations: [{ name: "one", subnet: { id: subnetId } }] }),
  disk: {
    ...operations((c) => c.compute.disks, "disk", { location, sku: { name: "Premium_LRS" }, diskSizeGB: 64, creationData: { createOption: "Empty" } }),
    list: (c) => c.compute.disks.listByResourceGroup(group),
  },
  virtualMachine: operations((c) => c.compute.virtualMachines, "vm", {
    location,
    hardwareProfile: { vmSize: "Standard_D2s_v3" },
    storageProfile: { imageReference: image, osDisk: { name: "vm_OSDisk", ...disk } },
    osProfile: { computerName: "vm", ...linux },
    networkProfile: { networkInterfaces: [{ id: id(`${network}/networkInterfaces`, "nic") }] },
  }),
  virtualMachineScaleSet: operations((c) => c.compute.virtualMachineScaleSets, "pool", {
    location,
    sku: { name: "Standard_D2s_v3", capacity: 2 },
    upgradePolicy: { mode: "Manual" },
    overprovision: false,
    virtualMachineProfile: {
      storageProfile: { imageReference: image, osDisk: disk },
      osProfile: { computerNamePrefix: "pool", ...linux },
      networkProfile: { networkInterfaceConfigurations: [{ name: "nic", primary: true, ipConfigurations: [{ name: "one", subnet: { id: subnetId } }] }] },
    },
  }),
  managedCluster: {
    ...operations((c) => c.containers.managedClusters, "aks", {
      location,
      dnsPrefix: "aks",
      kubernetesVersion: "1.33.2",
      identity: { type: "SystemAssigned" },
      agentPoolProfiles: [{ name: "system", mode: "System", count: 2, vmSize: "Standard_D2s_v3", orchestratorVersion: "1.33.2" }],
    }),
    list: (c) => c.containers.managedClusters.listByResourceGroup(group),
  },
  agentPool: {
    ...child((c) => c.containers.agentPools, "aks", "user", { mode: "User", count: 1, vmSize: "Standard_D2s_v3", orchestratorVersion: "1.33.2" }, { tags: { changed: "yes" } }),
  },
  userAssignedIdentity: {
    create: (c) => c.identities.userAssignedIdentities.createOrUpdate(group, "id", { location }),
    update: (c) => c.identities.userAssignedIdentities.createOrUpdate(group, "id", { location, tags: { changed: "yes" } }),
    read: (c) => c.identities.userAssignedIdentities.get(group, "id"),
    list: (c) => c.identities.userAssignedIdentities.listByResourceGroup(group),
    remove: (c) => c.identities.userAssignedIdentities.delete(group, "id"),
  },
};
