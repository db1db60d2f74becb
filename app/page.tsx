export default function HomePage() {
  return <main>Seedleaf</main>;
}
